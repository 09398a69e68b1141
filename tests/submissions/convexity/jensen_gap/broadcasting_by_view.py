# score: 2 of 2
# alphas gets as many axes as xs has; unbind and as_tensor
def jensen_gap(f, xs, alphas):
    weights = alphas.view(-1, *[1] * (xs.dim() - 1))
    center = (weights * xs).sum(dim=0)
    fx = torch.stack([torch.as_tensor(f(x)) for x in xs.unbind(0)])
    return torch.sum(alphas * fx.reshape(-1)) - f(center)
