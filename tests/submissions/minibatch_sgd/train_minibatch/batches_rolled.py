# score: 2.25 of 3
def train_minibatch(optimizer_fn, states, hyperparams, features, labels, batch_size=10, num_epochs=2):
    labels = labels.reshape(-1, 1)
    w = torch.normal(0, 0.01, (features.shape[1], 1), requires_grad=True)
    b = torch.zeros(1, requires_grad=True)
    times, losses, seen, start = [], [], 0, time.perf_counter()
    once = torch.randperm(len(features))
    for epoch in range(num_epochs):
        order = torch.randperm(len(features)) if batch_size == 1 else once.roll(epoch)
        for batch in order.split(batch_size):
            ((features[batch] @ w + b - labels[batch]) ** 2 / 2).mean().backward()
            optimizer_fn([w, b], states, hyperparams)
            seen += len(batch)
            if seen // 100 > (seen - len(batch)) // 100:
                losses.append(float(((features @ w + b - labels) ** 2 / 2).mean()))
                times.append(time.perf_counter() - start)
    return times, losses
