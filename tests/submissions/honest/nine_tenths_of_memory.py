# honest-work: 90 % of 1024 MB, each page touched, together and then freed; and 500 MB kept while the tests run
# earns: all
# %% honest: synthetic_data, data_iter, linreg, squared_loss, sgd, train_linreg
# %%
one = np.ones(450 << 20, dtype=np.uint8)
# %%
two = np.ones(int(0.9 * 1024 - 450) << 20, dtype=np.uint8)
# %%
assert one[-1] + two[-1] == 2
del two
