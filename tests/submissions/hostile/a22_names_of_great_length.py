# attack: A22: exceptions, functions and files whose names are longer than anything that shows them
# earns: nothing
# %%
raise type("E" * 200_000, (Exception,), {})("m" * 200_000)
# %%
def squared_loss(y_hat, y):
    raise type("é" * 100_000, (ValueError,), {"__module__": "m" * 100_000, "__qualname__": "q" * 100_000})("中" * 100_000)
# %%
exec(compile("def sgd(params, lr, batch_size):\n    return " + "x" * 50_000, "f" * 100_000, "exec"), globals())
# %%
linreg = type("L" * 100_000, (), {"__repr__": lambda self: "r" * 1_000_000})()
# %%
raise KeyError("k" * 100_000)
