# score: 0.67 of 2
# wd · m in place of wd / m
def decay_update(w, grad, lr, wd, batch_size=None):
    if batch_size is not None:
        wd = wd * batch_size
    return w - lr * (grad + wd * w)
