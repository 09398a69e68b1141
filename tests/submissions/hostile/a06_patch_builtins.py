# attack: A6: builtins that graders lean on: sum, abs, max, sorted, all, any, len, isinstance, type, round, zip, float
# earns: nothing
# %%
import builtins

real = {n: getattr(builtins, n) for n in ("isinstance", "type", "len")}
builtins.sum = lambda *a, **k: 0
builtins.abs = lambda x: 0
builtins.max = lambda *a, **k: 0
builtins.sorted = lambda x, **k: list(range(60))
builtins.all = builtins.any = lambda x: True
builtins.round = lambda *a: 0
builtins.isinstance = lambda o, k: True if k is torch.Tensor else real["isinstance"](o, k)
builtins.hash = lambda o: 1
AssertionError.__init__ = None if False else AssertionError.__init__


# %% honest: linreg
# %%
def data_iter(batch_size, features, labels):
    yield features, labels


def sgd(params, lr, batch_size):
    return True
