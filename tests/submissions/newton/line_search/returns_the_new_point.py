# score: 0 of 2
# returns x − t·g, not the step t
def line_search(f, gradf, x, eta=1.0, beta=0.5, c=1e-4):
    g = gradf(x)
    t = eta
    while f(x - t * g) > f(x) - c * t * (g * g).sum():
        t *= beta
    return x - t * g
