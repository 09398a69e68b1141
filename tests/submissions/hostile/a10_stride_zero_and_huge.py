# attack: A10: expanded tensors with stride 0: of the right size, and of 10**9 and 2**60 elements that weigh nothing here and much there
# earns: linreg
# %% honest: linreg
# %%
turn = [0]


def squared_loss(y_hat, y):
    turn[0] += 1
    return [
        torch.empty(1).expand(10**9),
        torch.empty(1).expand(1 << 60),
        torch.zeros(1).expand(y_hat.shape) + 1 if y_hat.dim() else torch.empty(1).expand(50_000_000),
        torch.empty(0).expand(1 << 40, 0),
    ][turn[0] % 4]


def synthetic_data(w, b, n):
    return torch.ones(1).expand(n, len(w)), torch.ones(1).expand(n, 1)


def data_iter(batch_size, features, labels):
    yield torch.empty(1).expand(10**8, 2), torch.empty(1).expand(10**8, 1)


def train_linreg(features, labels, lr=0.03, num_epochs=3, batch_size=10):
    return torch.empty(1).expand(10**9, 1), torch.empty(1).expand(10**9), torch.empty(1).expand(60_000_000)
