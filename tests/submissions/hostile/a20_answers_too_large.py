# attack: A20: answers that are large: 256 MB of tensors, a million numbers, 10 000 objects, 60 000 shared tensors, text of 100 MB
# earns: linreg
# %% honest: linreg
# %%
turn = [0]


def squared_loss(y_hat, y):
    turn[0] += 1
    return [
        lambda: torch.zeros(60_000_000),
        lambda: list(range(300_000)),
        lambda: [object() for _ in range(9_000)],
        lambda: "x" * 10**8,
        lambda: [torch.zeros(70_000_000)] * 2,
    ][turn[0] % 5]()


def synthetic_data(w, b, n):
    return [nn.Parameter(torch.zeros(1)) for _ in range(20_000)], torch.zeros(60_000_000, 1)


def data_iter(batch_size, features, labels):
    while True:
        yield torch.zeros(30_000_000, 1), torch.zeros(30_000_000, 1)


def train_linreg(features, labels, lr=0.03, num_epochs=3, batch_size=10):
    return torch.zeros(features.shape[1], 1), torch.zeros(1), [0.0] * 100_000
