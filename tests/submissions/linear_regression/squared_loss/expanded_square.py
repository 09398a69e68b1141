# score: 2 of 2
def squared_loss(y_hat, y):
    y = y.reshape(y_hat.shape)
    return torch.true_divide(torch.pow(torch.sub(y_hat, y), 2), 2)
