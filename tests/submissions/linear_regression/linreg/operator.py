# score: 1 of 1
def linreg(X, w, b):
    return X @ w + b
