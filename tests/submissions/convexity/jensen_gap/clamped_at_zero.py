# score: 1 of 2
# cuts negative values off, although the gap of a concave f is negative
def jensen_gap(f, xs, alphas):
    gap = sum(a * f(x) for a, x in zip(alphas, xs)) - f(sum(a * x for a, x in zip(alphas, xs)))
    return max(float(gap), 0.0)
