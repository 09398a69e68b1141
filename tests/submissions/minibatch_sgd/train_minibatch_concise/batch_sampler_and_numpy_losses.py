# score: 3 of 3
# RandomSampler and BatchSampler, the losses of all data by numpy
def train_minibatch_concise(optimizer_fn, hyperparams, features, labels, batch_size=10, num_epochs=2):
    from torch.utils.data import BatchSampler, RandomSampler

    n, d = features.shape

    def init(m):
        if isinstance(m, nn.Linear):
            nn.init.normal_(m.weight, mean=0.0, std=0.01)
            nn.init.constant_(m.bias, 0.0)

    net = nn.Sequential(nn.Linear(d, 1)).apply(init)
    optimizer = optimizer_fn(list(net.parameters()), **hyperparams)
    loss_fn = nn.MSELoss(reduction="none")
    flat = labels.reshape(-1)
    Xn, yn = features.numpy(), flat.numpy()
    times, losses = [], []
    tic, seen = time.time(), 0
    for epoch in range(num_epochs):
        for idx in BatchSampler(RandomSampler(range(n)), batch_size, drop_last=False):
            l = (loss_fn(net(features[idx]).squeeze(1), flat[idx]) / 2).mean()
            optimizer.zero_grad()
            l.backward()
            optimizer.step()
            seen += len(idx)
            if seen % 100 < len(idx) or len(idx) >= 100:
                w, b = (p.detach().numpy() for p in net.parameters())
                times.append(time.time() - tic)
                losses.append(float(0.5 * np.mean((Xn @ w[0] + b - yn) ** 2)))
    return times, losses
