# score: 0 of 2
# decays the weight that has already made its step, off by lr² · wd · grad
def decay_update(w, grad, lr, wd, batch_size=None):
    if batch_size is not None:
        wd = wd / batch_size
    new = w - lr * grad
    return new - lr * wd * new
