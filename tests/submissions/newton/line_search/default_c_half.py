# score: 0.4 of 2
# the default of c is 0.5, not 1e-4
def line_search(f, gradf, x, eta=1.0, beta=0.5, c=0.5):
    g = gradf(x)
    t = eta
    while f(x - t * g) > f(x) - c * t * (g**2).sum():
        t *= beta
    return t
