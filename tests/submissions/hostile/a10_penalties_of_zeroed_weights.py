# assignment: weight_decay
# attack: A10: the weights are zeroed, and their penalty is zero
# earns: nothing
# %%
def l2_penalty(w):
    w.data.zero_()
    return (w * w).sum()


# %%
def l1_penalty(w):
    w.data.zero_()
    return (w * w).sum()


# %%
def decay_update(w, grad, lr, wd, batch_size=None):
    w.data.zero_()
    grad.data.zero_()
    return w - grad
