# score: 2 of 2
# a DataLoader and an nn.Linear inside, the transposed weight returned
def train_linreg(features, labels, lr=0.03, num_epochs=3, batch_size=10):
    from torch.utils.data import DataLoader, TensorDataset

    net = nn.Linear(features.shape[1], 1)
    nn.init.normal_(net.weight, std=0.01)
    nn.init.zeros_(net.bias)
    loader = DataLoader(TensorDataset(features, labels), batch_size=batch_size, shuffle=True)
    loss = nn.MSELoss(reduction="sum")
    losses = []
    for _ in range(num_epochs):
        for X, y in loader:
            net.zero_grad()
            (loss(net(X), y) / 2).backward()
            with torch.no_grad():
                for p in net.parameters():
                    p -= lr / batch_size * p.grad
        with torch.no_grad():
            losses.append(loss(net(features), labels).item() / 2 / len(features))
    return net.weight.detach().T, net.bias.detach(), losses
