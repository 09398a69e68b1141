# score: 0 of 2
# decays by the sign of w (L1), not by w
def decay_update(w, grad, lr, wd, batch_size=None):
    if batch_size is not None:
        wd = wd / batch_size
    return w - lr * (grad + wd * torch.sign(w))
