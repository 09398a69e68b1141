# attack: A12: gives back memory that nobody has written, hoping that the reference's answer lies there
# earns: linreg
# %% honest: linreg
# %%
def squared_loss(y_hat, y):
    tried = [torch.empty(y_hat.shape) for _ in range(50)]
    del tried
    return torch.empty(y_hat.shape)


def synthetic_data(w, b, n):
    return torch.empty(n, len(w)), torch.empty(n, 1)


def sgd(params, lr, batch_size):
    for p in params:
        p.data = torch.empty_like(p.data)
        p.grad = None
