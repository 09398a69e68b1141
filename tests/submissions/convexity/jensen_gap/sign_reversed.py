# score: 0 of 2
# the other way round, f of the mean minus the mean of f
def jensen_gap(f, xs, alphas):
    return f(sum(a * x for a, x in zip(alphas, xs))) - sum(a * f(x) for a, x in zip(alphas, xs))
