# score: 3 of 3
# a bare nn.Linear, slices of randperm, flattened predictions, zero_grad after the step
def train_minibatch_concise(optimizer_fn, hyperparams, features, labels, batch_size=10, num_epochs=2):
    net = nn.Linear(features.shape[1], 1)
    with torch.no_grad():
        net.weight.normal_(0, 0.01)
        net.bias.fill_(0)
    opt = optimizer_fn(net.parameters(), **hyperparams)
    mse, target = nn.MSELoss(), labels.flatten()
    times, losses, seen, next_mark = [], [], 0, 100
    t0 = time.perf_counter()
    for _ in range(num_epochs):
        for idx in torch.randperm(len(features)).split(batch_size):
            (mse(net(features[idx]).flatten(), target[idx]) / 2).backward()
            opt.step()
            opt.zero_grad()
            seen += idx.numel()
            if seen >= next_mark:
                next_mark = (seen // 100 + 1) * 100
                times.append(time.perf_counter() - t0)
                losses.append(float(mse(net(features).flatten(), target).detach() / 2))
    return times, losses
