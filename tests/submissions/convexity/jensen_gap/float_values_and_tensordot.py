# score: 2 of 2
# values of f as Python floats in a new tensor, the mean point by tensordot
def jensen_gap(f, xs, alphas):
    values = torch.tensor([float(f(x)) for x in xs], dtype=alphas.dtype)
    middle = torch.tensordot(alphas, xs.to(alphas.dtype), dims=1)
    return (alphas * values).sum() - f(middle)
