# score: 2 of 2
# torch.optim.SGD on the summed loss, with lr / batch_size
def train_linreg(features, labels, lr=0.03, num_epochs=3, batch_size=10):
    w = nn.Parameter(torch.randn(features.size(1), 1) * 0.01)
    b = nn.Parameter(torch.zeros(1))
    trainer = torch.optim.SGD([w, b], lr=lr / batch_size)
    losses = []
    for epoch in range(num_epochs):
        order = list(range(len(features)))
        random.shuffle(order)
        while order:
            batch, order = order[:batch_size], order[batch_size:]
            trainer.zero_grad()
            loss = 0.5 * F.mse_loss(features[batch] @ w + b, labels[batch], reduction="sum")
            loss.backward()
            trainer.step()
        with torch.no_grad():
            losses.append(0.5 * F.mse_loss(features @ w + b, labels).item())
    return w.detach(), b.detach(), losses
