# score: 0 of 2
def squared_loss(y_hat, y):
    return (y_hat.detach().numpy() - y.numpy().reshape(y_hat.shape)) ** 2 / 2
