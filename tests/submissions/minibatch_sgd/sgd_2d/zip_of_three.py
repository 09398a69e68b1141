# score: 1 of 1
# a generator over zip
def sgd_2d(x1, x2, gradf, eta, noise):
    return tuple(x - eta * (g + n) for x, g, n in zip((x1, x2), gradf(x1, x2), noise))
