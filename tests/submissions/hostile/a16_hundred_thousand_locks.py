# attack: A16: as many locks on one file as fit into two seconds: the process takes long to end
# earns: linreg
# %% honest: linreg
# %%
import fcntl, time

file = open("locked", "wb+")
end = time.time() + 1.5
for i in range(100_000):
    fcntl.lockf(file, fcntl.LOCK_EX, 1, 2 * i)
    if time.time() > end:
        break
