# honest: half a gigabyte that eight children read
# earns: all
# %% honest: synthetic_data, data_iter, linreg, squared_loss, sgd, train_linreg
# %%
import os
import time

table = np.ones(500 << 20, dtype=np.uint8)
for i in range(8):
    if os.fork() == 0:
        time.sleep(0.5)
        os._exit(int(table[:: 1 << 20].sum() != 500))
assert all(os.wait()[1] == 0 for _ in range(8))
