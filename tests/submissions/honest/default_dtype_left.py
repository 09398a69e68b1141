# honest-work: bfloat16 default tried and set to float32 explicitly; grad mode switched off in a cell and left off for the next; autocast
# earns: all
# %% honest: synthetic_data, data_iter, linreg, squared_loss, sgd, train_linreg
# %%
torch.set_default_dtype(torch.float32)
with torch.autocast("cpu", dtype=torch.bfloat16):
    torch.randn(4, 4) @ torch.randn(4, 4)
with torch.inference_mode():
    torch.ones(2)
torch.set_float32_matmul_precision("high")
