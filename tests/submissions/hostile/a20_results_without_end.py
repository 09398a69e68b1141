# attack: A20: the control channel is flooded with results and with cells that begin
# earns: nothing
# %%
import gc

from autograder.sandbox.notebook_process import Notebook

[me] = [o for o in gc.get_objects() if isinstance(o, Notebook)]
for _ in range(100_000):
    me.tell(["cell", 1])
    me.tell(["result", {"cell": 1, "error": {"type": "E" * 1000, "message": "m" * 100_000}, "notes": ["n" * 1000] * 20, "output": "o" * 100_000}])
