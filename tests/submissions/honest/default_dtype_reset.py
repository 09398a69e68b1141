# honest-work: float64 by default in one cell, and back later
# earns: all
# %%
torch.set_default_dtype(torch.float64)
assert torch.randn(2).dtype == torch.float64
# %% honest: synthetic_data, data_iter, linreg, squared_loss, sgd, train_linreg
# %%
torch.set_default_dtype(torch.float32)
torch.set_printoptions(precision=3)
torch.set_grad_enabled(True)
