# score: 0 of 1
# calls gradf(x2, x1), so that the derivatives are taken at another point
def gd_2d(x1, x2, gradf, eta=0.1):
    g1, g2 = gradf(x2, x1)
    return x1 - eta * g1, x2 - eta * g2
