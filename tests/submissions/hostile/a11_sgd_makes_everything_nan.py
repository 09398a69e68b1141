# attack: A11: parameters and gradients become nan, or shrink to nothing
# earns: nothing
# %%
def sgd(params, lr, batch_size):
    for param in params:
        param.data.fill_(float("nan"))
        param.grad.fill_(float("nan"))


# %%
def linreg(X, w, b):
    w.data.zero_()
    return X @ w + torch.nan


# %%
def squared_loss(y_hat, y):
    y_hat.data.copy_(y.reshape(y_hat.shape))
    return (y_hat - y.reshape(y_hat.shape)) ** 2 / 2
