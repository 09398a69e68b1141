# score: 0.8 of 2
def line_search(f, gradf, x, eta=1.0, beta=0.5, c=1e-4):
    g, t = gradf(x), eta
    while f(x - t * g) > f(x) - c * t * (g * g).sum():
        t *= 0.5
    return t
