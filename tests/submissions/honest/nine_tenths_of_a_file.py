# honest-work: a file of 90 % of 64 MB, read back, in home; and one in /tmp
# earns: all
# except: container: only the home folder can be written to there, which TMPDIR names
# %% honest: synthetic_data, data_iter, linreg, squared_loss, sgd, train_linreg
# %%
size = int(0.9 * 64 * 2**20)
for name in ("big.bin", "/tmp/big.bin"):
    with open(name, "wb") as f:
        f.write(b"\1" * size)
    assert len(open(name, "rb").read()) == size
