# score: 0 of 1
# adds the gradient instead of subtracting it
def gd_2d(x1, x2, gradf, eta=0.1):
    g1, g2 = gradf(x1, x2)
    return x1 + eta * g1, x2 + eta * g2
