"""Public checks, run in the notebook: `check("sgd", globals())` prints what is right and how the rest is wrong."""

from types import SimpleNamespace

_checks = []


def exercise(name, weight=1, public=True):
    """Mark a check as one of an exercise's."""

    def mark(function):
        _checks.append((name, function))
        return function

    return mark


def check(name, names):
    """Run the public checks of one exercise on what the notebook defines. `names` is the notebook's `globals()`."""
    from tests.compare import full

    from tests import public_checks  # noqa: F401  which marks its checks

    if name not in names:
        print(f"✗ {name} is not defined yet: run the cell above first")
        return
    for function in [function for of, function in _checks if of == name]:
        title = " ".join(function.__doc__.split())
        try:
            function(SimpleNamespace(**names))
        except NotImplementedError:
            print(f"· {name} is waiting for your code")
            return
        except Exception as wrong:
            kind = "" if isinstance(wrong, AssertionError) else f"{type(wrong).__name__}: "
            print(f"✗ {title}\n    {kind}{full(str(wrong))}")
        else:
            print(f"✓ {title}")
