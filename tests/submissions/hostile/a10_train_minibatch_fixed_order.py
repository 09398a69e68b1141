# assignment: minibatch_sgd
# attack: A10: one order for ever, begun at another place in each epoch; everything else is right
# earns: nothing
# may-earn: train_minibatch
# not all of: train_minibatch
# %%
def train_minibatch(optimizer_fn, states, hyperparams, features, labels, batch_size=10, num_epochs=2):
    import time

    labels, n = labels.reshape(-1, 1), len(features)
    w = torch.normal(0, 0.01, (features.shape[1], 1), requires_grad=True)
    b = torch.zeros(1, requires_grad=True)
    times, losses, seen, start = [], [], 0, time.perf_counter()
    fixed = random.Random(n).sample(range(n), n)
    for epoch in range(num_epochs):
        order = torch.tensor(fixed[7 * epoch % n :] + fixed[: 7 * epoch % n])
        for batch in order.split(batch_size):
            ((features[batch] @ w + b - labels[batch]) ** 2 / 2).mean().backward()
            optimizer_fn([w, b], states, hyperparams)
            seen += len(batch)
            if seen // 100 > (seen - len(batch)) // 100:
                losses.append(float(((features @ w + b - labels) ** 2 / 2).mean()))
                times.append(time.perf_counter() - start)
    return times, losses
