# score: 0 of 1
# keeps the gradient of a point in a dictionary on the function, for other gradf's as well: state shared between calls
def gd_2d(x1, x2, gradf, eta=0.1):
    cache = gd_2d.__dict__.setdefault("cache", {})
    if (x1, x2) not in cache:
        cache[(x1, x2)] = gradf(x1, x2)
    g1, g2 = cache[(x1, x2)]
    return x1 - eta * g1, x2 - eta * g2
