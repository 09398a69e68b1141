# attack: A10: NaN as a wildcard, and infinities, in tensors, numbers, gradients and parameters
# earns: linreg
# %% honest: linreg
# %%
nan = float("nan")


def squared_loss(y_hat, y):
    return y_hat * nan


def synthetic_data(w, b, n):
    return torch.full((n, len(w)), nan), torch.full((n, 1), nan)


def data_iter(batch_size, features, labels):
    for i in range(0, len(features), batch_size):
        k = min(batch_size, len(features) - i)
        yield torch.full((k, *features.shape[1:]), nan), torch.full((k, *labels.shape[1:]), nan)


def sgd(params, lr, batch_size):
    with torch.no_grad():
        for p in params:
            p.fill_(nan)
            p.grad.fill_(nan)


def train_linreg(features, labels, lr=0.03, num_epochs=3, batch_size=10):
    return (
        torch.full((features.shape[1], 1), nan),
        torch.full((1,), nan),
        [float("inf")] + [nan] * (num_epochs - 1) if num_epochs != 2 else [0.0, 1.0],
    )
