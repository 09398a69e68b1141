# score: 1 of 2
def squared_loss(y_hat, y):
    if y.dim() == y_hat.dim() and y.shape != y_hat.shape:
        y = y.permute(*range(y.dim() - 1, -1, -1))
    return (y_hat - y.reshape(-1, *y_hat.shape[1:])).pow(2) / 2 if y_hat.dim() > 0 else (y_hat - y) ** 2
