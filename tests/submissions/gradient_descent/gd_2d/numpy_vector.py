# score: 1 of 1
# as a vector of numpy, returned as two floats
def gd_2d(x1, x2, gradf, eta=0.1):
    x = np.array([x1, x2], dtype=float)
    g = np.array([float(v) for v in gradf(x1, x2)])
    new = x - eta * g
    return float(new[0]), float(new[1])
