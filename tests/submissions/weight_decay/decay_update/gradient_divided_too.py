# score: 0.67 of 2
def decay_update(w, grad, lr, wd, batch_size=None):
    return w - lr * (grad + wd * w) / (batch_size or 1)
