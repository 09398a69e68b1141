# score: 0.8 of 2
# starts from 1.0 whatever eta is
def line_search(f, gradf, x, eta=1.0, beta=0.5, c=1e-4):
    g = gradf(x)
    t = 1.0
    while f(x - t * g) > f(x) - c * t * (g * g).sum():
        t *= beta
    return t
