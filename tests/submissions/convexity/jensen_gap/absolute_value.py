# score: 1 of 2
# the absolute value, so that it is never negative for a concave f
def jensen_gap(f, xs, alphas):
    return abs(sum(a * f(x) for a, x in zip(alphas, xs)) - f(sum(a * x for a, x in zip(alphas, xs))))
