# score: 2 of 2
def squared_loss(y_hat, y):
    return (torch.square(y_hat.flatten() - y.flatten()) / 2).reshape(y_hat.shape)
