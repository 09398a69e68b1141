# honest-work: a cell that takes 1.8 s of 2 s, and others that are short
# earns: all
# %% honest: synthetic_data, data_iter, linreg, squared_loss, sgd, train_linreg
# %%
import time

end = time.monotonic() + 1.8
while time.monotonic() < end:
    torch.randn(50, 50) @ torch.randn(50, 50)
# %%
time.sleep(1.8)
# %%
time.sleep(1.8)
