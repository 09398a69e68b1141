# score: 0 of 2
# the mean of alpha_i f(x_i), that is, the left side divided by n once more
def jensen_gap(f, xs, alphas):
    values = torch.tensor([float(f(x)) for x in xs]).to(alphas.dtype)
    return (alphas * values).mean() - f(torch.tensordot(alphas, xs, dims=1))
