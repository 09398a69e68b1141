# score: 0 of 1
# always 0.1, the argument eta is ignored
def gd_2d(x1, x2, gradf, eta=0.1):
    g1, g2 = gradf(x1, x2)
    return x1 - 0.1 * g1, x2 - 0.1 * g2
