# score: 1.5 of 2
# alphas * xs multiplies along the last axis, which for xs of shape (n, d) fails, or for n = d weighs the coordinates instead of the points
def jensen_gap(f, xs, alphas):
    left = sum(a * f(x) for a, x in zip(alphas, xs))
    return left - f((alphas * xs).sum(dim=0))
