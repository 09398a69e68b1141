# score: 0 of 2
# multiplies xs by the weights in place for the second sum, which changes the caller's tensor
def jensen_gap(f, xs, alphas):
    left = sum(a * f(x) for a, x in zip(alphas, xs))
    for i in range(len(xs)):
        xs[i] *= alphas[i]
    return left - f(xs.sum(dim=0))
