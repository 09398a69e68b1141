# score: 0 of 2
# plain means, the alphas are ignored
def jensen_gap(f, xs, alphas):
    values = torch.tensor([float(f(x)) for x in xs])
    return values.mean() - f(xs.mean(dim=0))
