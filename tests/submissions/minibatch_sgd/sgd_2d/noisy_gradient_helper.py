# score: 1 of 1
# a helper for the noisy gradient, eta multiplied out
def sgd_2d(x1, x2, gradf, eta, noise):
    def noisy(i):
        return gradf(x1, x2)[i] + noise[i]

    step1, step2 = eta * noisy(0), eta * noisy(1)
    x1, x2 = x1 - step1, x2 - step2
    return x1, x2
