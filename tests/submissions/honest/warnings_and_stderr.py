# honest-work: warnings of every kind, stderr, logging at every level, a division by zero in numpy
# earns: all
# %% honest: synthetic_data, data_iter, linreg, squared_loss, sgd, train_linreg
# %%
import warnings, sys, logging

warnings.warn("careful")
warnings.warn("old", DeprecationWarning)
warnings.simplefilter("always")
print("to stderr", file=sys.stderr)
logging.basicConfig(level=logging.DEBUG, stream=sys.stdout, force=True)
logging.getLogger("me").error("logged")
logging.debug("debug")
logging.exception("x")
np.seterr(all="warn")
np.float64(1) / np.float64(0)
np.seterr(all="ignore")
torch.tensor([1.0], requires_grad=True).sum().backward()
import traceback

try:
    1 / 0
except ZeroDivisionError:
    traceback.print_exc()
