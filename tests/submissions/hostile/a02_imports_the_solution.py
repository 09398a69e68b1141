# attack: A2: imports or inspects the reference under every name that it may have
# earns: linreg
# %%
import importlib, inspect, sys, pkgutil

got = []
for name in (
    "solutions.linear_regression",
    "linear_regression",
    "reference_linear_regression",
    "solution",
    "reference",
    "tests.graders.test_linear_regression",
    "test_linear_regression",
    "graders.test_linear_regression",
    "autograder.author.solution",
    "autograder.author.verify",
    "autograder.author.release",
):
    try:
        m = importlib.import_module(name)
        for f in ("squared_loss", "sgd", "read", "one_pass"):
            if hasattr(m, f):
                got.append(f"{name}.{f}: {inspect.getsource(getattr(m, f))[:150]}")
    except BaseException:
        pass
for name, m in list(sys.modules.items()):
    if "reference" in name.split("_")[0] and hasattr(m, "squared_loss"):
        got.append(f"{name} {m}")
found = (
    f"LEAK {got[:3]}" if got and any("squared_loss" in g or "one_pass" in g for g in got) else "no solution to import"
)


# %% honest: linreg
# %%
def squared_loss(y_hat, y):
    raise ValueError(found)
