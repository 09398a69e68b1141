# score: 1 of 1
def linreg(X, w, b):
    return (X.unsqueeze(2) * w).sum(1) + b
