# score: 1 of 1
# a generator over zip
def gd_2d(x1, x2, gradf, eta=0.1):
    return tuple(x - eta * g for x, g in zip((x1, x2), gradf(x1, x2)))
