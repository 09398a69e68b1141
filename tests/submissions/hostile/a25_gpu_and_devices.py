# attack: A25: devices: cuda, /dev/nvidia*, memory left on the GPU, other accelerators by ctypes, /dev/kvm, /dev/fuse, /dev/dri
# earns: linreg
# %% honest: linreg
# %%
import ctypes, glob, os

left = []
try:
    left.append(torch.zeros(10**8, device="cuda"))
    torch.cuda.Stream()
except Exception:
    pass
for name in ("libcuda.so.1", "libnvidia-ml.so.1"):
    try:
        lib = ctypes.CDLL(name)
        lib.cuInit(0)
    except (OSError, AttributeError):
        pass
opened = []
for dev in glob.glob("/dev/*"):
    try:
        opened += (
            [dev]
            if dev
            not in (
                "/dev/null",
                "/dev/zero",
                "/dev/full",
                "/dev/random",
                "/dev/urandom",
                "/dev/stdout",
                "/dev/stderr",
                "/dev/fd",
                "/dev/shm",
            )
            and os.close(os.open(dev, os.O_RDWR)) is None
            else []
        )
    except OSError:
        pass
opened = [d for d in opened if not d.startswith("/dev/nvidia")]


def squared_loss(y_hat, y):
    if opened:
        raise ValueError("LEAK " + str(opened))
    return torch.empty(y_hat.shape, device="meta")


def sgd(params, lr, batch_size):
    for p in params:
        p.grad = p.grad.to("cuda")
