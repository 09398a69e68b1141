# attack: A10: dtypes that hide the digits: float16, bool, complex, uint8, int64, bfloat16; and None of them right
# earns: linreg
# %% honest: linreg
# %%
dtypes = [
    torch.float16,
    torch.bool,
    torch.complex64,
    torch.uint8,
    torch.int64,
    torch.bfloat16,
    torch.complex128,
    torch.float64,
]
turn = [0]


def squared_loss(y_hat, y):
    turn[0] += 1
    return ((y_hat - y.reshape(y_hat.shape)) ** 2).detach().to(dtypes[turn[0] % 8])


def synthetic_data(w, b, n):
    return torch.randn(n, len(w)).half(), torch.ones(n, 1, dtype=torch.bool)


def sgd(params, lr, batch_size):
    for p in params:
        p.requires_grad_(False)
        p.data = p.data.half()
        p.grad = None
