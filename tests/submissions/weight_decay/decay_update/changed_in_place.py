# score: 0 of 2
# changes w itself; it must be left as it was
def decay_update(w, grad, lr, wd, batch_size=None):
    if batch_size is not None:
        wd = wd / batch_size
    with torch.no_grad():
        w -= lr * (grad + wd * w)
    return w
