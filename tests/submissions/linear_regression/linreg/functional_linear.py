# score: 1 of 1
# F.linear with the transposed weight, b made a tensor if it is a number
def linreg(X, w, b):
    if not torch.is_tensor(b):
        b = torch.tensor([b], dtype=X.dtype)
    return F.linear(X, w.T, b)
