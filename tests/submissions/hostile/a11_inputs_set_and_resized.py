# attack: A11: inputs are replaced under the grader's hands: set_, resize_, .data, requires_grad, grad of another shape
# earns: linreg
# %% honest: linreg
# %%
def squared_loss(y_hat, y):
    y.set_(torch.zeros(1))
    y.resize_(y_hat.shape)
    try:
        y_hat.data = y.data.clone()
        y_hat.requires_grad_(False)
    except RuntimeError:
        pass
    return torch.zeros(y_hat.shape)


def sgd(params, lr, batch_size):
    for p in params:
        p.data = torch.zeros(0)
        p.grad = None


def synthetic_data(w, b, n):
    w.zero_()
    return torch.ones(n, len(w)) * 3, torch.zeros(n, 1)


def data_iter(batch_size, features, labels):
    features.resize_(0, 2), labels.resize_(0, 1)
    return iter([])
