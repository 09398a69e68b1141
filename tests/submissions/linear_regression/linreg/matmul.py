# score: 1 of 1
# the plain matrix product
def linreg(X, w, b):
    return X @ w + b
