# score: 2 of 2
# the two formulas of the docstring
def decay_update(w, grad, lr, wd, batch_size=None):
    if batch_size is None:
        return w - lr * (grad + wd * w)
    return w - lr * (grad + (wd / batch_size) * w)
