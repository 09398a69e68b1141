# score: 0.67 of 1
# a single ε for all examples, not every ε drawn
def synthetic_data(w, b, num_examples):
    X = torch.randn(num_examples, len(w))
    y = X @ w.float() + b + torch.normal(0, 0.01, (1,))
    return X, y.reshape(-1, 1)
