# attack: A20: locks of single bytes, each 192 bytes of the kernel's that nobody counts: 100,000 of them, in both of their kinds
# earns: linreg
# %%
import fcntl, os, struct

did, rest = [], []
for kind in (fcntl.F_SETLK, fcntl.F_OFD_SETLK):
    for k in range(100):
        file = open(f"{kind}{k}", "w+")
        rest.append(file)
        try:
            for i in range(500):
                fcntl.fcntl(file, kind, struct.pack("hhqqi4x", fcntl.F_WRLCK, 0, 2 * i, 1, 0))
        except OSError:
            break
child = os.fork()
if child == 0:
    try:  # whoever else asks would hear of a lock that is kept
        answer = fcntl.fcntl(rest[0], fcntl.F_GETLK, struct.pack("hhqqi4x", fcntl.F_WRLCK, 0, 0, 1, 0))
        os._exit(int(struct.unpack("hhqqi4x", answer)[0] != fcntl.F_UNLCK))
    except BaseException:
        os._exit(0)
if os.waitpid(child, 0)[1]:
    did.append("100,000 locks")


# %% honest: linreg
# %%
def squared_loss(y_hat, y):
    raise ValueError(f"LEAK {did}" if did else "refused")
