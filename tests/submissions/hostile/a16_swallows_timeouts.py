# attack: A16: a loop that catches everything, in a cell and in a call
# earns: linreg
# %% honest: linreg
# %%
import time

end = time.time() + 60
while time.time() < end:
    try:
        while True:
            time.sleep(0.01)
    except BaseException:
        pass


# %%
def squared_loss(y_hat, y):
    while True:
        try:
            time.sleep(1)
        except BaseException:
            pass
