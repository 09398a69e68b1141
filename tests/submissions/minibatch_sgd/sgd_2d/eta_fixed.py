# score: 0 of 1
# a learning rate of 0.1, the argument is ignored
def sgd_2d(x1, x2, gradf, eta, noise):
    g1, g2 = gradf(x1, x2)
    return x1 - 0.1 * (g1 + noise[0]), x2 - 0.1 * (g2 + noise[1])
