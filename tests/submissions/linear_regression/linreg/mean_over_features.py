# score: 0 of 1
# the mean of the products, not their sum; right only for d = 1
def linreg(X, w, b):
    return (X * w.T).mean(dim=1, keepdim=True) + b
