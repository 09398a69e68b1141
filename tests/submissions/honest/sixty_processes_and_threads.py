# honest-work: 30 threads that wait and 30 processes of a pool, kept while the tests run
# earns: all
# %% honest: synthetic_data, data_iter, linreg, squared_loss, sgd, train_linreg
# %%
import threading, os, time, multiprocessing as mp

for _ in range(30):
    threading.Thread(target=time.sleep, args=(6,), daemon=True).start()
processes = [mp.Process(target=time.sleep, args=(6,), daemon=True) for _ in range(30)]
for p in processes:
    p.start()
