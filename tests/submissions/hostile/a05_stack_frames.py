# attack: A5: walks the stack from within a call and from the cells, for expected values, graders and secrets
# earns: linreg
# %% honest: linreg
# %%
import sys


def look():
    seen, f = [], sys._getframe()
    while f:
        for scope in (f.f_locals, f.f_globals):
            for name, value in list(scope.items()):
                if name in (
                    "expected",
                    "reference",
                    "task",
                    "plugin",
                    "course",
                    "job",
                    "verdicts",
                    "looks_like",
                    "before",
                    "settings",
                ):
                    seen.append(f"{f.f_code.co_name}.{name}={str(type(value))}")
        f = f.f_back
    return [s for s in seen if "look" not in s.split(".")[0]]


in_cell = look()


def squared_loss(y_hat, y):
    found = look() + in_cell
    raise ValueError(f"LEAK {found[:5]}" if found else "only my own frames")


def sgd(params, lr, batch_size):
    squared_loss(None, None)
