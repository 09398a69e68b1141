# score: 0 of 2
def squared_loss(y_hat, y):
    return [(float(a) - float(b)) ** 2 / 2 for a, b in zip(y_hat.flatten(), y.flatten())]
