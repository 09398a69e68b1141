# score: 0 of 1
# n1 is added to both derivatives
def sgd_2d(x1, x2, gradf, eta, noise):
    g1, g2 = gradf(x1, x2)
    n = noise[0]
    return x1 - eta * (g1 + n), x2 - eta * (g2 + n)
