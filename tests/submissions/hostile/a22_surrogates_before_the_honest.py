# attack: A22: a cell whose error can't be told in UTF-8 comes first: the honest cells after it must not pay
# earns: linreg
# %%
raise ValueError("\ud800")
# %%
open(b"/no/such/\xff\xfe")


# %% honest: linreg
# %%
def squared_loss(y_hat, y):
    raise ValueError("\ud800")
