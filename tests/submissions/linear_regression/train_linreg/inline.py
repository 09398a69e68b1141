# score: 2 of 2
def train_linreg(features, labels, lr=0.03, num_epochs=3, batch_size=10):
    w = (0.01 * torch.randn(features.shape[1], 1)).requires_grad_()
    b = torch.zeros(1, requires_grad=True)
    losses = []
    for _ in range(num_epochs):
        order = torch.randperm(len(features))
        for rows in order.split(batch_size):
            loss = ((features[rows] @ w + b - labels[rows]) ** 2 / 2).sum()
            gw, gb = torch.autograd.grad(loss, [w, b])
            with torch.no_grad():
                w -= lr * gw / batch_size
                b -= lr * gb / batch_size
        losses.append(((features @ w + b - labels) ** 2 / 2).mean().item())
    return w, b, losses
