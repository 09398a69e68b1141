# score: 0 of 1
# divides by the length of the gradient, the step then has always the length eta
def gd_2d(x1, x2, gradf, eta=0.1):
    g1, g2 = gradf(x1, x2)
    length = (g1**2 + g2**2) ** 0.5 + 1e-12
    return x1 - eta * g1 / length, x2 - eta * g2 / length
