# score: 3 of 3
# np.random.permutation, torch.autograd.grad, F.linear; losses as Python floats, all in one flat loop over positions
def train_minibatch(optimizer_fn, states, hyperparams, features, labels, batch_size=10, num_epochs=2):
    n, d = features.shape
    w = torch.tensor(np.random.normal(0, 0.01, (d, 1)), dtype=torch.float32, requires_grad=True)
    b = torch.tensor([0.0], requires_grad=True)
    y_all = labels.reshape(n)
    per_epoch = -(-n // batch_size)
    times, losses, tic = [], [], time.time()
    for k in range(per_epoch * num_epochs):
        epoch, i = divmod(k, per_epoch)
        if i == 0:
            perm = np.random.permutation(n)
        rows = torch.from_numpy(perm[i * batch_size : min((i + 1) * batch_size, n)])
        y_hat = F.linear(features[rows], w.T, b)[:, 0]
        w.grad, b.grad = torch.autograd.grad(0.5 * torch.mean((y_hat - y_all[rows]) ** 2), (w, b))
        optimizer_fn([w, b], states, hyperparams)
        old = epoch * n + i * batch_size
        new = old + len(rows)
        if new // 100 > old // 100:
            times.append(time.time() - tic)
            with torch.inference_mode():
                losses.append((F.linear(features, w.T, b)[:, 0] - y_all).pow(2).div(2).mean().item())
    return (times, losses)
