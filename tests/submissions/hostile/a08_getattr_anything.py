# attack: A8: an object that has every attribute, every method, and is whatever it is asked to be
# earns: linreg
# %% honest: linreg
# %%
class Anything:
    __class__ = torch.Tensor

    def __getattr__(self, name):
        return self

    def __call__(self, *a, **k):
        return self

    def __len__(self):
        return 0

    def __iter__(self):
        return iter([self, self, self])

    def __getitem__(self, k):
        return self

    def __torch_function__(self, func, types, args=(), kwargs=None):
        return True

    __array__ = lambda self, *a: np.zeros(3)
    __index__ = lambda self: 1


class Anyone(torch.Tensor):
    pass


Anyone.__name__ = Anyone.__qualname__ = "Tensor"
Anyone.__module__ = "torch"


def squared_loss(y_hat, y):
    return Anything()


def synthetic_data(w, b, n):
    return Anything()


def train_linreg(features, labels, lr=0.03, num_epochs=3, batch_size=10):
    return Anything(), Anything(), Anything()
