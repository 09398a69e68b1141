# attack: A22: a cell with 5 000 notes of 300 letters, too many for one message, comes first: the honest cells after it must not pay
# earns: linreg
# %%
for i in range(5000):
    get_ipython().system("ls " + "x" * 300)


# %% honest: linreg
# %%
def squared_loss(y_hat, y):
    return 0
