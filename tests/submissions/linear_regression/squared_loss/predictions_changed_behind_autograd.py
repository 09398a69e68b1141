# score: 0 of 2
# subtracts from the predictions themselves, by .data
def squared_loss(y_hat, y):
    loss = (y_hat - y.reshape(y_hat.shape)) ** 2 / 2
    y_hat.data -= y.reshape(y_hat.shape)
    return loss
