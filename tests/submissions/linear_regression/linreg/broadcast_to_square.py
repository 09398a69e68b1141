# score: 0 of 1
# a row beside a column of biases broadcasts to (n, n), not (n, 1)
def linreg(X, w, b):
    return X @ w[:, 0] + b * torch.ones(len(X), 1)
