# score: 0 of 2
def decay_update(w, grad, lr, wd, batch_size=None):
    return w - lr * grad - wd * w
