# score: 0 of 1
def linreg(X, w, b):
    return (X @ w + b).reshape(-1)
