# score: 0 of 1
# n2 goes to the first derivative and n1 to the second
def sgd_2d(x1, x2, gradf, eta, noise):
    g1, g2 = gradf(x1, x2)
    return x1 - eta * (g1 + noise[1]), x2 - eta * (g2 + noise[0])
