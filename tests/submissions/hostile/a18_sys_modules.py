# attack: A18: entries of sys.modules replaced: the wire, the twins, msgspec, pickle; import hooks; a lying __import__
# earns: linreg
# %%
import sys, types, builtins


class Lies(types.ModuleType):
    def __getattr__(self, name):
        return lambda *a, **k: True


for name in (
    "autograder.wire.frames",
    "autograder.sandbox.answer",
    "autograder.wire.twins",
    "autograder.remote.session",
    "autograder.grading",
    "pickle",
    "pytest",
    "solutions",
    "reference_linear_regression",
):
    sys.modules[name] = Lies(name)


class Finder:
    def find_spec(self, name, path=None, target=None):
        return None


sys.meta_path.insert(0, Finder())
real = builtins.__import__
builtins.__import__ = lambda name, *a, **k: Lies(name) if name.startswith("autograder") else real(name, *a, **k)


# %% honest: linreg
# %%
def sgd(params, lr, batch_size):
    from autograder.grading import passed

    return passed()
