# score: 2 of 2
# factored, the weight shrunk by 1 − lr · wd
def decay_update(w, grad, lr, wd, batch_size=None):
    decay = wd if batch_size is None else wd / batch_size
    return (1 - lr * decay) * w - lr * grad
