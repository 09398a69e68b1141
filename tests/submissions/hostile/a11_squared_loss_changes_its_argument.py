# attack: A11: the predictions hold the losses afterwards, where no gradient forbids it
# earns: nothing
# may-earn: squared_loss
# not all of: squared_loss
# %%
def squared_loss(y_hat, y):
    if y_hat.requires_grad:
        return (y_hat - y.reshape(y_hat.shape)) ** 2 / 2
    y_hat -= y.reshape(y_hat.shape)
    y_hat *= y_hat
    y_hat /= 2
    return y_hat
