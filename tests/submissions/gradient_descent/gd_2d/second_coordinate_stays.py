# score: 0 of 1
# only the first coordinate is updated
def gd_2d(x1, x2, gradf, eta=0.1):
    g1, _ = gradf(x1, x2)
    return x1 - eta * g1, x2
