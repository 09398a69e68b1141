# attack: A22: errors whose type's name is no text, whose traceback is a property, whose text exits; then the honest cells
# earns: linreg
# %%
class Meta(type):
    @property
    def __name__(cls):
        raise SystemExit("name")


class Bad(Exception, metaclass=Meta):
    def __str__(self):
        raise SystemExit("str")

    @property
    def __traceback__(self):
        raise KeyboardInterrupt


raise Bad()


# %%
class Worse(BaseException):
    def __getattribute__(self, name):
        raise Worse


raise Worse


# %%
class Text(str):
    def __str__(self):
        return 7

    def __len__(self):
        raise Worse


class Odd(SyntaxError):
    msg, filename, lineno = Text("x"), Text("cell 1"), Text("1")


raise Odd()


# %% honest: linreg
# %%
def squared_loss(y_hat, y):
    raise Bad()


def sgd(params, lr, batch_size):
    raise Odd()


def synthetic_data(w, b, n):
    raise Worse
