# attack: A5: every object that the collector knows: modules, code, functions and tensors of graders and references
# earns: linreg
# %% honest: linreg
# %%
import gc, types


def look():
    got = []
    for o in gc.get_objects():
        try:
            if isinstance(o, types.ModuleType) and (
                o.__name__.startswith(("reference_", "test_")) or "graders" in (getattr(o, "__file__", None) or "")
            ):
                got.append(o.__name__)
            if isinstance(o, types.FunctionType) and (
                "graders" in o.__code__.co_filename or "solutions" in o.__code__.co_filename
            ):
                got.append(o.__code__.co_filename)
            if isinstance(o, dict) and {"expected", "yours"} <= o.keys():
                got.append("an expected value")
            if type(o).__name__ in ("Task", "Verdict", "Order", "Job", "Course", "Settings") and type(
                o
            ).__module__.startswith("autograder"):
                got.append(type(o).__name__)
        except Exception:
            pass
    return got


def squared_loss(y_hat, y):
    found = look()
    raise ValueError(f"LEAK {found[:5]}" if found else "nothing of the grader's")
