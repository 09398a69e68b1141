# score: 0.5 of 2
# spares a copy where no gradient is wanted
def squared_loss(y_hat, y):
    y = y.reshape(y_hat.shape)
    if y_hat.requires_grad:
        return (y_hat - y) ** 2 / 2
    y_hat -= y
    return y_hat**2 / 2
