# score: 0 of 1
# adds the noise twice to the second derivative (copied line)
def sgd_2d(x1, x2, gradf, eta, noise):
    g = list(gradf(x1, x2))
    g[0] += noise[0]
    g[1] += noise[1]
    return x1 - eta * g[0], x2 - eta * (g[1] + noise[1])
