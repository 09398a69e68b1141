# score: 1 of 1
# vectors of numpy, two floats
def sgd_2d(x1, x2, gradf, eta, noise):
    x = np.array([float(x1), float(x2)])
    g = np.array([float(v) for v in gradf(x1, x2)]) + np.array([float(v) for v in noise])
    return tuple((x - eta * g).tolist())
