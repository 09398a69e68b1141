# score: 2 of 2
def squared_loss(y_hat, y):
    error = torch.reshape(y, y_hat.size()) - y_hat
    return error * error * 0.5
