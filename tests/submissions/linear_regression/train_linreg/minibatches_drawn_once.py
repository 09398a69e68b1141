# score: 1.78 of 2
def train_linreg(features, labels, lr=0.03, num_epochs=3, batch_size=10):
    w = torch.normal(0, 0.01, (features.shape[1], 1), requires_grad=True)
    b = torch.zeros(1, requires_grad=True)
    batches, losses = list(data_iter(batch_size, features, labels)), []
    for _ in range(num_epochs):
        for X, y in batches:
            squared_loss(linreg(X, w, b), y).sum().backward()
            sgd([w, b], lr, batch_size)
        losses.append(float(squared_loss(linreg(features, w, b), labels).mean()))
    return w, b, losses
