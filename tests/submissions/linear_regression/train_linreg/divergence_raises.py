# score: 1.78 of 2
# raises an error if the loss is inf or nan; the docstring says that this is no error
def train_linreg(features, labels, lr=0.03, num_epochs=3, batch_size=10):
    w = torch.normal(0, 0.01, (features.shape[1], 1), requires_grad=True)
    b = torch.zeros(1, requires_grad=True)
    losses = []
    for _ in range(num_epochs):
        for X, y in data_iter(batch_size, features, labels):
            squared_loss(linreg(X, w, b), y).sum().backward()
            sgd([w, b], lr, batch_size)
        with torch.no_grad():
            loss = squared_loss(linreg(features, w, b), labels).mean().item()
        if not np.isfinite(loss):
            raise ValueError("the learning rate is too large")
        losses.append(loss)
    return w, b, losses
