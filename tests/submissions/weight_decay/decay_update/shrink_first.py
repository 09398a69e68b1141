# score: 2 of 2
def decay_update(w, grad, lr, wd, batch_size=None):
    return (1 - lr * wd / (batch_size or 1)) * w - lr * grad
