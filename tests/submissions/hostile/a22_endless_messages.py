# attack: A22: a message of 100 MB, 5 000 notes, exceptions that act when they are read or have no readable parts, chains of 10 000 causes
# earns: linreg
# %% honest: linreg
# %%
class Meta(type):
    @property
    def __name__(cls):
        return 7


class Bad(Exception, metaclass=Meta):
    def __str__(self):
        raise SystemExit("str")

    @property
    def __traceback__(self):
        return None


def squared_loss(y_hat, y):
    raise ValueError("x" * 10**8)


def sgd(params, lr, batch_size):
    raise Bad()


def synthetic_data(w, b, n):
    e = None
    for _ in range(10_000):
        n = ValueError("deep")
        n.__cause__ = e
        e = n
    raise e


# %%
for i in range(5000):
    get_ipython().system("ls " + "x" * 300)
# %%
raise Bad()
