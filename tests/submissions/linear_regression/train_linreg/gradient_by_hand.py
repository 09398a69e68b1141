# score: 2 of 2
# without autograd, the gradient written out
def train_linreg(features, labels, lr=0.03, num_epochs=3, batch_size=10):
    n, d = features.shape
    w = 0.01 * torch.randn(d, 1)
    b = torch.zeros(1)
    losses = []
    for _ in range(num_epochs):
        perm = torch.randperm(n)
        for i in range(0, n, batch_size):
            idx = perm[i : i + batch_size]
            X, y = features[idx], labels[idx]
            error = X @ w + b - y
            w = w - lr * (X.T @ error) / batch_size
            b = b - lr * error.sum(0) / batch_size
        losses.append((((features @ w + b) - labels) ** 2 / 2).mean().item())
    return w, b, losses
