# attack: A9: tensors without data: meta, FakeTensor, a functional tensor, a tensor whose storage is gone
# earns: linreg
# %% honest: linreg
# %%
turn = [0]


def without_data(shape):
    turn[0] += 1
    if turn[0] % 3 == 0:
        return torch.empty(shape, device="meta")
    if turn[0] % 3 == 1:
        t = torch.ones(shape)
        t.untyped_storage().resize_(0)
        return t
    return torch._to_functional_tensor(torch.ones(shape))


def squared_loss(y_hat, y):
    return without_data(y_hat.shape)


def synthetic_data(w, b, n):
    return torch.empty(n, len(w), device="meta"), torch.empty(n, 1, device="meta")


def sgd(params, lr, batch_size):
    params[0].data = torch.ones(3)
    params[0].untyped_storage().resize_(0)
