# honest-work: torch DataLoader with two worker processes
# earns: all
# %% honest: synthetic_data, data_iter, linreg, squared_loss, sgd, train_linreg
# %%
from torch.utils.data import DataLoader, TensorDataset

X, y = synthetic_data(torch.tensor([2, -3.4]), 4.2, 200)
seen = sum(len(a) for a, b in DataLoader(TensorDataset(X, y), 20, shuffle=True, num_workers=2))
assert seen == 200
