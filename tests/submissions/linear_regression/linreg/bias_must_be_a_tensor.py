# score: 0 of 1
# breaks if b is a number, which the docstring allows
def linreg(X, w, b):
    return torch.mm(X, w) + b.reshape(1, 1)
