# attack: A15: the library's loss, layer and optimizer in place of one's own (and without the factors that the exercise asks for)
# earns: nothing
# %%
def linreg(X, w, b):
    layer = nn.Linear(len(w), 1)
    return layer(X)


def squared_loss(y_hat, y):
    return F.mse_loss(y_hat, y.reshape(y_hat.shape), reduction="sum")


def sgd(params, lr, batch_size):
    opt = torch.optim.SGD(params, lr=-lr)
    opt.step()


def data_iter(batch_size, features, labels):
    return torch.utils.data.DataLoader(
        torch.utils.data.TensorDataset(features.flip(0), labels), batch_size, drop_last=True
    )
