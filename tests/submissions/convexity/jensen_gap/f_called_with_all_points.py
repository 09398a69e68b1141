# score: 1.5 of 2
# f(xs) for all points at once, but f is a function of one point
def jensen_gap(f, xs, alphas):
    return (alphas * f(xs)).sum() - f(alphas @ xs)
