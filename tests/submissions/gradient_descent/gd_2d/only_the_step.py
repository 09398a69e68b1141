# score: 0 of 1
# returns the step (-eta g1, -eta g2), not the next point
def gd_2d(x1, x2, gradf, eta=0.1):
    g1, g2 = gradf(x1, x2)
    return -eta * g1, -eta * g2
