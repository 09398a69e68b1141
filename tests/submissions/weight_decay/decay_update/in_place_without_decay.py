# score: 1.33 of 2
# a shortcut for wd = 0 changes w in place
def decay_update(w, grad, lr, wd, batch_size=None):
    if wd == 0:
        return w.sub_(lr * grad)
    if batch_size is not None:
        wd = wd / batch_size
    return w - lr * (grad + wd * w)
