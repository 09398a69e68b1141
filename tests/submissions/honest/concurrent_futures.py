# honest-work: thread and process pools of concurrent.futures, and joblib as sklearn uses it
# earns: all
# %% honest: synthetic_data, data_iter, linreg, squared_loss, sgd, train_linreg
# %%
from concurrent.futures import ThreadPoolExecutor, ProcessPoolExecutor


def cube(x):
    return x**3


with ThreadPoolExecutor(4) as pool:
    assert sum(pool.map(cube, range(10))) == 2025
with ProcessPoolExecutor(2) as pool:
    assert sum(pool.map(cube, range(10))) == 2025
# %%
from joblib import Parallel, delayed

Parallel(n_jobs=2, prefer="threads")(delayed(cube)(i) for i in range(4))
