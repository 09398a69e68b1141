# score: 0 of 1
# draws its own normal noise as the book does, instead of adding the given one
def sgd_2d(x1, x2, gradf, eta, noise):
    g1, g2 = gradf(x1, x2)
    g1 += random.gauss(0.0, 1.0)
    g2 += random.gauss(0.0, 1.0)
    return x1 - eta * g1, x2 - eta * g2
