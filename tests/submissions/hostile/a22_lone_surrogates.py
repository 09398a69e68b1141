# attack: A22: text that UTF-8 can't hold, in an exception, a class name, a result, a key: the frame can't be made, and honest cells must not pay
# earns: linreg
# %% honest: linreg
# %%
def squared_loss(y_hat, y):
    raise ValueError("\ud800\udfff\udcff")


def sgd(params, lr, batch_size):
    return {"\ud800": "\udfff"}


def synthetic_data(w, b, n):
    return type("\ud800", (), {})(), type("x", (), {"__module__": "\ud800"})()


# %%
raise ValueError("\ud800")
# %%
open(b"/no/such/\xff\xfe")
