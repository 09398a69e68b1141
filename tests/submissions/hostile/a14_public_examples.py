# attack: A14: the public examples by heart, and nothing else
# earns: nothing
# %%
def linreg(X, w, b):
    return torch.tensor([[26.0], [48]])


def squared_loss(y_hat, y):
    return torch.tensor([[0.0], [2], [4.5]])


def sgd(params, lr, batch_size):
    params[0].data = torch.tensor([0.9, 2.2])


def data_iter(batch_size, features, labels):
    for rows in ([0, 1, 2, 3], [4, 5, 6, 7], [8, 9]):
        yield torch.arange(20.0).reshape(10, 2)[rows], 10 * torch.arange(20.0).reshape(10, 2)[rows][:, :1]


def train_linreg(features, labels, lr=0.03, num_epochs=3, batch_size=10):
    return torch.tensor([[2.0]]), torch.tensor([1.0]), [1.0 / 10**k for k in range(num_epochs)]
