# score: 0.38 of 3
# counts minibatches instead of examples: notes after every 100 minibatches, not 100 examples
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
            l = loss(net(X), t) / 2
            l.backward()
            optimizer.step()
            seen += 1
            if seen // 100 > (seen - 1) // 100:
                with torch.no_grad():
                    times.append(time.time() - start)
                    losses.append(loss(net(features), y).item() / 2)
    return times, losses
