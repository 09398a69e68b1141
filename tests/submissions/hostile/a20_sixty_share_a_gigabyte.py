# attack: A20, A16: sixty children that share most of a gigabyte: whoever counts it exactly takes seconds, and so does whoever ends them in their turn
# earns: nothing
# may-earn: linreg
# %% honest: linreg
# %%
import os, time

much = np.ones(700 << 20, dtype=np.uint8)
for _ in range(60):
    try:
        if os.fork() == 0:
            time.sleep(3)
            os._exit(0)
    except OSError:
        break
time.sleep(0.5)
