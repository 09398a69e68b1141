# score: 0 of 2
# the sign of the decay, the weights grow
def decay_update(w, grad, lr, wd, batch_size=None):
    if batch_size is not None:
        wd = wd / batch_size
    return w - lr * (grad - wd * w)
