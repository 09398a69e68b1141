# score: 0 of 1
# the second derivative is taken after x1 has been updated
def sgd_2d(x1, x2, gradf, eta, noise):
    x1 = x1 - eta * (gradf(x1, x2)[0] + noise[0])
    x2 = x2 - eta * (gradf(x1, x2)[1] + noise[1])
    return x1, x2
