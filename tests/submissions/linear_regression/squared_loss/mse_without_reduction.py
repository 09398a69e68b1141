# score: 2 of 2
def squared_loss(y_hat, y):
    return nn.MSELoss(reduction="none")(y_hat, y.reshape(y_hat.shape)) / 2
