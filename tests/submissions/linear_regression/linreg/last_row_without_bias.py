# score: 0 of 1
# an off-by-one, the last example gets no b
def linreg(X, w, b):
    y = X @ w
    rows = [y[i] + b for i in range(len(X) - 1)] + [y[len(X) - 1]]
    return torch.stack(rows)
