# score: 0 of 1
# w X in place of X w; the shapes do not fit unless n = 1, and then it is an outer product
def linreg(X, w, b):
    return torch.matmul(w, X) + b
