# score: 1.2 of 2
# the norm, not its square
def line_search(f, gradf, x, eta=1.0, beta=0.5, c=1e-4):
    g = gradf(x)
    t = eta
    while f(x - t * g) > f(x) - c * t * g.norm() and t > 1e-12:
        t *= beta
    return t
