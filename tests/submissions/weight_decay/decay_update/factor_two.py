# score: 0 of 2
# 2 · wd · w, the gradient of wd · ‖w‖² without the half
def decay_update(w, grad, lr, wd, batch_size=None):
    if batch_size is not None:
        wd = wd / batch_size
    return w - lr * (grad + 2 * wd * w)
