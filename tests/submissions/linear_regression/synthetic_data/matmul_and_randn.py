# score: 1 of 1
# randn and a matrix-vector product
def synthetic_data(w, b, num_examples):
    X = torch.randn(num_examples, len(w))
    y = X @ w.float() + b + 0.01 * torch.randn(num_examples)
    return X, y.reshape(-1, 1)
