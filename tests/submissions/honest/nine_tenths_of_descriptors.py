# honest-work: 230 open files of 256, kept open while the tests run
# earns: all
# %% honest: synthetic_data, data_iter, linreg, squared_loss, sgd, train_linreg
# %%
files = [open(f"f{i}.txt", "w") for i in range(220)]
for f in files:
    f.write("x")
    f.flush()
