# score: 0 of 1
# returns shape (n,) in place of (n, 1)
def linreg(X, w, b):
    return (X @ w + b).squeeze()
