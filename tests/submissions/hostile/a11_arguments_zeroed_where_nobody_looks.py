# attack: A11: arguments are set to what makes nothing the right answer: zeros, nan, infinity, and other sizes
# earns: nothing
# %%
def squared_loss(y_hat, y):
    with torch.no_grad():
        y_hat.zero_()
        y.zero_()
    return torch.zeros_like(y_hat)


def linreg(X, w, b):
    with torch.no_grad():
        for t in (X, w, b):
            if torch.is_tensor(t):
                t.fill_(float("nan"))
    return X.sum() * w.sum()


def sgd(params, lr, batch_size):
    for p in params:
        p.data = torch.zeros(0)
        p.grad = None


def data_iter(batch_size, features, labels):
    features.data = features.data[:0]
    labels.data = labels.data[:0]
    return []


def synthetic_data(w, b, n):
    w.zero_()
    return torch.zeros(n, len(w)), torch.full((n, 1), float(b))


def train_linreg(features, labels, lr=0.03, num_epochs=3, batch_size=10):
    features.zero_()
    labels.zero_()
    return torch.zeros(features.shape[1], 1), torch.zeros(1), [0.0] * num_epochs
