# score: 1 of 1
# unpacks the pair and returns a tuple
def gd_2d(x1, x2, gradf, eta=0.1):
    g1, g2 = gradf(x1, x2)
    return x1 - eta * g1, x2 - eta * g2
