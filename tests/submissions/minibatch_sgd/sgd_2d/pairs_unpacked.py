# score: 1 of 1
# both pairs unpacked
def sgd_2d(x1, x2, gradf, eta, noise):
    g1, g2 = gradf(x1, x2)
    n1, n2 = noise
    return (x1 - eta * (g1 + n1), x2 - eta * (g2 + n2))
