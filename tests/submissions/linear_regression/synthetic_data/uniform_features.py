# score: 0.33 of 1
# rand in place of randn, X uniform on [0, 1)
def synthetic_data(w, b, num_examples):
    X = torch.rand(num_examples, len(w))
    y = X @ w.float() + b + 0.01 * torch.randn(num_examples)
    return X, y.reshape(-1, 1)
