# score: 1.5 of 2
# .sum() over all axes, so that for points of d coordinates f is called with a tensor of shape () at the mean point
def jensen_gap(f, xs, alphas):
    left = sum(a * f(x) for a, x in zip(alphas, xs))
    weights = alphas.reshape(-1, *[1] * (xs.dim() - 1))
    return left - f((weights * xs).sum())
