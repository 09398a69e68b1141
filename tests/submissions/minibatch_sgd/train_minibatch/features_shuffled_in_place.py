# score: 0.38 of 3
# shuffles the caller's features and labels in place at each epoch, although neither should be changed
def train_minibatch(optimizer_fn, states, hyperparams, features, labels, batch_size=10, num_epochs=2):
    n, d = features.shape
    y = labels.reshape(-1, 1)
    w = torch.normal(0.0, 0.01, size=(d, 1), requires_grad=True)
    b = torch.zeros(1, requires_grad=True)
    times, losses, seen = [], [], 0
    start = time.time()
    for epoch in range(num_epochs):
        order = torch.randperm(n)
        features[:] = features[order]
        y[:] = y[order]
        for i in range(0, n, batch_size):
            idx = torch.arange(i, min(i + batch_size, n))
            loss = ((features[idx] @ w + b - y[idx]) ** 2 / 2).mean()
            loss.backward()
            optimizer_fn([w, b], states, hyperparams)
            before, seen = seen, seen + len(idx)
            if seen // 100 > before // 100:
                with torch.no_grad():
                    times.append(time.time() - start)
                    losses.append(((features @ w + b - y) ** 2 / 2).mean().item())
    return times, losses
