# score: 0.67 of 2
# takes a one-dimensional tensor for a bias and does not decay it; w may have any shape
def decay_update(w, grad, lr, wd, batch_size=None):
    if w.dim() < 2:
        wd = 0
    if batch_size is not None:
        wd = wd / batch_size
    return w - lr * (grad + wd * w)
