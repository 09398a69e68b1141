# honest-work: DataLoaders with workers: kept between epochs, with a function of their own, left in the middle of an epoch
# earns: all
# %% honest: synthetic_data, data_iter, linreg, squared_loss, sgd, train_linreg
# %%
from torch.utils.data import DataLoader, IterableDataset, TensorDataset


class Counted(IterableDataset):
    def __iter__(self):
        worker = torch.utils.data.get_worker_info()
        yield from range(worker.id, 8, worker.num_workers)


def once(worker):
    torch.set_num_threads(1)


data = TensorDataset(torch.arange(24.0).reshape(12, 2))
kept = DataLoader(data, batch_size=4, num_workers=2, persistent_workers=True, worker_init_fn=once)
for _ in range(2):
    assert sum(batch[0].sum().item() for batch in kept) == 276
assert sorted(torch.cat(list(DataLoader(Counted(), batch_size=2, num_workers=2))).tolist()) == list(range(8))
for batch in DataLoader(data, num_workers=2, prefetch_factor=1):
    break  # its other workers are terminated
# %%
import torch.multiprocessing as tmp

rows = torch.zeros(2, 3).share_memory_()
queue = tmp.SimpleQueue()


def fill(k):
    rows[k] = k + 1
    queue.put(2 * k)  # a tensor would be gone with its maker


several = [tmp.Process(target=fill, args=(k,)) for k in range(2)]
for one in several:
    one.start()
got = sum(queue.get() for _ in several)
for one in several:
    one.join()
assert got == 2 and rows.sum() == 9
