# score: 0.67 of 2
# batch_size is ignored
def decay_update(w, grad, lr, wd, batch_size=None):
    return w - lr * (grad + wd * w)
