# score: 3 of 3
# random.shuffle of a list of indices in a generator, sum divided by the size of the minibatch
def train_minibatch(optimizer_fn, states, hyperparams, features, labels, batch_size=10, num_epochs=2):
    n = features.shape[0]

    def batches():
        for _ in range(num_epochs):
            indices = list(range(n))
            random.shuffle(indices)
            while indices:
                chunk, indices = indices[:batch_size], indices[batch_size:]
                yield torch.tensor(chunk)

    w = nn.Parameter(torch.randn(features.shape[1], 1) / 100)
    b = nn.Parameter(torch.zeros(1))

    def squared(X, y):
        return ((torch.matmul(X, w) + b).squeeze(1) - y.flatten()) ** 2 / 2

    times, losses = [], []
    seen = 0
    start = time.monotonic()
    for j in batches():
        loss = squared(features[j], labels[j]).sum() / j.numel()
        loss.backward()
        optimizer_fn([w, b], states, hyperparams)
        if (seen % 100) + j.numel() >= 100:
            times.append(time.monotonic() - start)
            losses.append(float(squared(features, labels).mean()))
        seen += j.numel()
    return times, losses
