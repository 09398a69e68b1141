# attack: A9: tensors of other layouts and types: sparse COO and CSR, quantized, nested, mkldnn, conjugated, negated, bits
# earns: linreg
# %% honest: linreg
# %%
turn = [0]


def odd(shape):
    turn[0] += 1
    one = torch.ones(shape if len(shape) == 2 else (3, 1))
    return [
        lambda: one.to_sparse(),
        lambda: one.to_sparse_csr(),
        lambda: torch.quantize_per_tensor(one, 0.1, 0, torch.qint8),
        lambda: torch.nested.nested_tensor([one, one]),
        lambda: one.to_mkldnn(),
        lambda: torch.conj(one + 1j),
        lambda: torch._neg_view(one),
        lambda: one.to(torch.float8_e4m3fn),
        lambda: one.to(torch.uint16),
    ][turn[0] % 9]()


def squared_loss(y_hat, y):
    return odd(y_hat.shape)


def linreg_(X, w, b):
    return odd((len(X), 1))


def synthetic_data(w, b, n):
    return odd((n, len(w))), odd((n, 1))


def data_iter(batch_size, features, labels):
    for i in range(0, len(features), batch_size):
        yield odd((batch_size, 2)), odd((batch_size, 1))
