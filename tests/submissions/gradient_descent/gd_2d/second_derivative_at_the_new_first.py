# score: 0 of 1
# x1 is updated before the second partial derivative is taken; both should be taken at the old point
def gd_2d(x1, x2, gradf, eta=0.1):
    x1 = x1 - eta * gradf(x1, x2)[0]
    x2 = x2 - eta * gradf(x1, x2)[1]
    return x1, x2
