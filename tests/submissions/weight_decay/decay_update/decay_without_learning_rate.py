# score: 0 of 2
# the decay is not multiplied by the learning rate
def decay_update(w, grad, lr, wd, batch_size=None):
    if batch_size is not None:
        wd = wd / batch_size
    return (1 - wd) * w - lr * grad
