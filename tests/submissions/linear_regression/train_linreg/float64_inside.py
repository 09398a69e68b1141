# score: 2 of 2
def train_linreg(features, labels, lr=0.03, num_epochs=3, batch_size=10):
    w = torch.normal(0, 0.01, (features.shape[1], 1)).double().requires_grad_()
    b = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    features, labels, losses = features.double(), labels.double(), []
    for _ in range(num_epochs):
        for X, y in data_iter(batch_size, features, labels):
            squared_loss(linreg(X, w, b), y).sum().backward()
            sgd([w, b], lr, batch_size)
        losses.append(float(squared_loss(linreg(features, w, b), labels).mean()))
    return w.detach().float(), b.detach().float(), losses
