# score: 3 of 3
# a DataLoader over a TensorDataset, the next mark as a variable, parameters in the dtype of the features
def train_minibatch(optimizer_fn, states, hyperparams, features, labels, batch_size=10, num_epochs=2):
    data = torch.utils.data.TensorDataset(features, labels.view(-1))
    loader = torch.utils.data.DataLoader(data, batch_size=batch_size, shuffle=True, drop_last=False)
    w = (0.01 * torch.randn(features.shape[1], 1, dtype=features.dtype)).requires_grad_()
    b = torch.zeros(1, dtype=features.dtype, requires_grad=True)

    def half_mse(X, y):
        return F.mse_loss((X @ w + b).view(-1), y) * 0.5

    times, losses = [], []
    count, mark, t0 = 0, 100, time.perf_counter()
    for _ in range(num_epochs):
        for X, y in loader:
            half_mse(X, y).backward()
            optimizer_fn([w, b], states, hyperparams)
            count += X.size(0)
            if count >= mark:
                while mark <= count:
                    mark += 100
                times.append(time.perf_counter() - t0)
                losses.append(float(half_mse(features, labels.view(-1)).detach()))
    return times, losses
