# honest-work: a class defined twice, a function redefined, a stub first, cells run again
# earns: all
# %%
def linreg(X, w, b):
    raise NotImplementedError


class Model:
    x = 1


# %%
class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.l = nn.Linear(2, 1)

    def forward(self, x):
        return self.l(x)


def squared_loss(y_hat, y):
    return y


Model()(torch.randn(3, 2))
# %% honest: synthetic_data, data_iter, linreg, squared_loss, sgd, train_linreg
# %%
linreg(torch.ones(2, 2), torch.ones(2, 1), 0)
if __name__ == "__main__":
    print("main", __name__)
