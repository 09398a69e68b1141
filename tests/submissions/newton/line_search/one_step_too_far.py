# score: 1.2 of 2
# reduces the step first and tests then, so that eta itself is never tried
def line_search(f, gradf, x, eta=1.0, beta=0.5, c=1e-4):
    g = gradf(x)
    t = eta
    while True:
        t *= beta
        if f(x - t * g) <= f(x) - c * t * (g * g).sum():
            return t
