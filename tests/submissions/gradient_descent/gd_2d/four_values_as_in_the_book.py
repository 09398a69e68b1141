# score: 0 of 1
# returns (x1, x2, 0, 0) as the book's gd_2d does, not a pair
def gd_2d(x1, x2, gradf, eta=0.1):
    g1, g2 = gradf(x1, x2)
    return (x1 - eta * g1, x2 - eta * g2, 0, 0)
