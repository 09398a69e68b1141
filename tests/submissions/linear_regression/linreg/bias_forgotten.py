# score: 0 of 1
# b is not added
def linreg(X, w, b):
    return torch.matmul(X, w)
