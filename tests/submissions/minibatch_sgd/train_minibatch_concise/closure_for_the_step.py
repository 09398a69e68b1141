# score: 3 of 3
# optimizer.step with a closure (so that LBFGS works as well), net in the dtype of the features, random.sample for the order
def train_minibatch_concise(optimizer_fn, hyperparams, features, labels, batch_size=10, num_epochs=2):
    net = nn.Linear(features.shape[-1], 1, dtype=features.dtype)
    net.weight.data = torch.normal(0.0, 0.01, net.weight.shape, dtype=features.dtype)
    net.bias.data.zero_()
    optimizer = optimizer_fn(net.parameters(), **hyperparams)
    criterion = nn.MSELoss()
    y = labels.view(len(features), -1)
    times, losses, seen, start = [], [], 0, time.time()
    for _ in range(num_epochs):
        order = random.sample(range(len(features)), len(features))
        for lo in range(0, len(order), batch_size):
            pick = order[lo : lo + batch_size]

            def closure():
                optimizer.zero_grad()
                value = criterion(net(features[pick]), y[pick]) / 2
                value.backward()
                return value

            optimizer.step(closure)
            passed = any(m % 100 == 0 for m in range(seen + 1, seen + len(pick) + 1))
            seen += len(pick)
            if passed:
                times.append(time.time() - start)
                losses.append(criterion(net(features), y).detach().item() / 2)
    return times, losses
