# score: 0 of 1
# noise of shape (n, 1) beside (n,) broadcasts y to (n, n)
def synthetic_data(w, b, num_examples):
    X = torch.randn(num_examples, len(w))
    y = X @ w.float() + b
    return X, y + 0.01 * torch.randn(num_examples, 1)
