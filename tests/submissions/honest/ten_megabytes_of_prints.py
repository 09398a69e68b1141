# honest-work: prints 10 MB in short and in long lines
# earns: all
# %% honest: synthetic_data, data_iter, linreg, squared_loss, sgd, train_linreg
# %%
for i in range(50_000):
    print(i, "x" * 90)
print("y" * 5_000_000)
# %%
import os

os.write(1, b"straight to the descriptor\n" * 1000)
torch.arange(10000)
