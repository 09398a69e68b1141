# score: 1.2 of 2
# the mean of the squares in place of their sum; right only for d = 1
def line_search(f, gradf, x, eta=1.0, beta=0.5, c=1e-4):
    g = gradf(x)
    t = eta
    while f(x - t * g) > f(x) - c * t * (g**2).mean():
        t *= beta
    return t
