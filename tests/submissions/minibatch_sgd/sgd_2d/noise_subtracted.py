# score: 0 of 1
# the noise is subtracted from the gradient instead of added
def sgd_2d(x1, x2, gradf, eta, noise):
    g1, g2 = gradf(x1, x2)
    return x1 - eta * (g1 - noise[0]), x2 - eta * (g2 - noise[1])
