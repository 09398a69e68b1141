# score: 0 of 2
# f is called with Python numbers or lists (tolist) instead of tensors of shape () or (d,)
def jensen_gap(f, xs, alphas):
    left = sum(a * f(x) for a, x in zip(alphas.tolist(), xs.tolist()))
    return left - f((alphas @ xs).tolist())
