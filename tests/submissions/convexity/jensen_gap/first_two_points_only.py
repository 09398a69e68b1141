# score: 0 of 2
# the definition for two points with alpha and 1 - alpha, the other points are ignored
def jensen_gap(f, xs, alphas):
    a = alphas[0]
    return a * f(xs[0]) + (1 - a) * f(xs[1]) - f(a * xs[0] + (1 - a) * xs[1])
