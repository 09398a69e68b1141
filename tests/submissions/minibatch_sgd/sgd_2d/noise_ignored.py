# score: 0 of 1
# plain gradient descent, the noise is ignored
def sgd_2d(x1, x2, gradf, eta, noise):
    g1, g2 = gradf(x1, x2)
    return x1 - eta * g1, x2 - eta * g2
