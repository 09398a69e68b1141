# score: 1 of 1
# einsum over the features
def linreg(X, w, b):
    return torch.einsum("nd,do->no", X, w) + b
