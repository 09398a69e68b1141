# attack: A11: each tensor that was ever given is kept, and changed when the next call comes
# earns: nothing
# %%
kept = []


def spoil(*tensors):
    for t in kept:
        t.data = torch.full_like(t, float("inf"))
    kept.extend(t for t in tensors if torch.is_tensor(t))


def squared_loss(y_hat, y):
    spoil(y_hat, y)
    return torch.full_like(y_hat, float("inf"))


def linreg(X, w, b):
    spoil(X, w, b)
    return torch.full((len(X), 1), float("inf"))


def sgd(params, lr, batch_size):
    spoil(*params)


def data_iter(batch_size, features, labels):
    spoil(features, labels)
    yield features, labels
