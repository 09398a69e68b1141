# honest-work: files whose names are no UTF-8, caught errors with such names, umlauts, emoji, CRLF, form feeds in cells
# earns: all
# %% honest: synthetic_data, data_iter, linreg, squared_loss, sgd, train_linreg
# %%
import os

open(b"caf\xe9.txt", "w").write("x")
print([n.encode("utf-8", "surrogateescape") for n in os.listdir(".")])
größe = "😀 naïve \u202e"
print(größe)
try:
    open(b"/no/such/\xff")
except FileNotFoundError as e:
    print(repr(e))
