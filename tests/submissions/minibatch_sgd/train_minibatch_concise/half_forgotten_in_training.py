# score: 1.5 of 3
# trains on nn.MSELoss() without the half, that is, with the double gradient
def train_minibatch_concise(optimizer_fn, hyperparams, features, labels, batch_size=10, num_epochs=2):
    n, d = features.shape
    y = labels.reshape(-1, 1)
    net = nn.Sequential(nn.Linear(d, 1))
    nn.init.normal_(net[0].weight, std=0.01)
    nn.init.zeros_(net[0].bias)
    optimizer = optimizer_fn(net.parameters(), **hyperparams)
    loss = nn.MSELoss()
    data = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(features, y), batch_size, shuffle=True)
    times, losses, seen = [], [], 0
    start = time.time()
    for _ in range(num_epochs):
        for X, t in data:
            optimizer.zero_grad()
            l = loss(net(X), t)
            l.backward()
            optimizer.step()
            seen += len(X)
            if seen // 100 > (seen - len(X)) // 100:
                with torch.no_grad():
                    times.append(time.time() - start)
                    losses.append(loss(net(features), y).item() / 2)
    return times, losses
