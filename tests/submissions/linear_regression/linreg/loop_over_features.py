# score: 1 of 1
# adds up one column after another
def linreg(X, w, b):
    out = torch.zeros((X.shape[0], 1), dtype=X.dtype)
    for j in range(X.shape[1]):
        out = out + X[:, j : j + 1] * w[j, 0]
    return out + b
