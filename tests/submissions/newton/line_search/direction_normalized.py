# score: 0 of 2
# walks along g/‖g‖ in place of g
def line_search(f, gradf, x, eta=1.0, beta=0.5, c=1e-4):
    g = gradf(x)
    direction = g / g.norm()
    t = eta
    while f(x - t * direction) > f(x) - c * t * (g**2).sum() and t > 1e-12:
        t *= beta
    return t
