# score: 0 of 1
# X w - b in place of X w + b
def linreg(X, w, b):
    return torch.matmul(X, w) - b
