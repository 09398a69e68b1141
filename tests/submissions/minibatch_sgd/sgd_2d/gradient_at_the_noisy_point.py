# score: 0 of 1
# the noise is added to the point at which the gradient is taken, not to the partial derivatives
def sgd_2d(x1, x2, gradf, eta, noise):
    g1, g2 = gradf(x1 + noise[0], x2 + noise[1])
    return x1 - eta * g1, x2 - eta * g2
