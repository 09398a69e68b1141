# score: 1.6 of 2
# < in place of ≤; at a stationary point (g = 0) it backtracks to nothing (stopped at 1e-12) in place of returning eta
def line_search(f, gradf, x, eta=1.0, beta=0.5, c=1e-4):
    g = gradf(x)
    t = eta
    while not f(x - t * g) < f(x) - c * t * (g * g).sum() and t > 1e-12:
        t *= beta
    return t
