# score: 0 of 1
# the default of eta is 0.01, not 0.1
def gd_2d(x1, x2, gradf, eta=0.01):
    g1, g2 = gradf(x1, x2)
    return x1 - eta * g1, x2 - eta * g2
