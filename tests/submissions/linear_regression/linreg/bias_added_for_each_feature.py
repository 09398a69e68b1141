# score: 0 of 1
# b is added inside of the sum, thus d times
def linreg(X, w, b):
    return (X * w.reshape(1, -1) + b).sum(dim=1, keepdim=True)
