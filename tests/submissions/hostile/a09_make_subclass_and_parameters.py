# attack: A9: torch.Tensor._make_subclass, Parameters, views of inputs and leaves given back as results
# earns: linreg
# %% honest: linreg
# %%
class Sub(torch.Tensor):
    pass


def squared_loss(y_hat, y):
    return torch.Tensor._make_subclass(nn.Parameter, y_hat.detach() + 1, True)


def synthetic_data(w, b, n):
    X = nn.Parameter(torch.ones(n, len(w)))
    return X, X[:, :1]


def sgd(params, lr, batch_size):
    params[0].data = torch.Tensor._make_subclass(Sub, params[0].data * 0 + 5)
    params[0].grad = None
