# attack: A10: shapes that broadcast to the expected one, from scalars to 16 dimensions, and empty ones
# earns: linreg
# %% honest: linreg
# %%
turn = [0]


def squared_loss(y_hat, y):
    turn[0] += 1
    right = torch.full(y_hat.shape, 7.0)
    return [
        right.reshape(1, *right.shape),
        right.mean(),
        right[:0],
        right.reshape(*right.shape, *[1] * 12),
        right.flatten()[:1],
        right.expand(3, *right.shape),
    ][turn[0] % 6]


def synthetic_data(w, b, n):
    return torch.randn(1, len(w)), torch.zeros(1)


def sgd(params, lr, batch_size):
    for p in params:
        p.data = p.data.flatten()[:1]
        p.grad = None
