# score: 0 of 1
# the two partial derivatives are swapped
def gd_2d(x1, x2, gradf, eta=0.1):
    g2, g1 = gradf(x1, x2)
    return x1 - eta * g1, x2 - eta * g2
