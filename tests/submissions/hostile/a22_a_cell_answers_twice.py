# attack: A22: a cell sends results for other cells, for itself twice, and for cells that are none
# earns: nothing
# %%
import gc

from autograder.sandbox.notebook_process import Notebook
from autograder.wire.messages import Result

[me] = [o for o in gc.get_objects() if isinstance(o, Notebook)]
for number in (1, 1, 2, 3, 2, -1, 0, 10**9, "x"):
    me.tell(Result(number, None, False, ["a note"] * 1000, "x" * 100_000))
