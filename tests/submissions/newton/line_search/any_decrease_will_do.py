# score: 1.2 of 2
# c is ignored, any decrease is accepted; hardly seen with the default c = 1e-4
def line_search(f, gradf, x, eta=1.0, beta=0.5, c=1e-4):
    g = gradf(x)
    t = eta
    while f(x - t * g) > f(x):
        t *= beta
    return t
