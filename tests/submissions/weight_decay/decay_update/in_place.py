# score: 0 of 2
def decay_update(w, grad, lr, wd, batch_size=None):
    w -= lr * (grad + wd / (batch_size or 1) * w)
    return w
