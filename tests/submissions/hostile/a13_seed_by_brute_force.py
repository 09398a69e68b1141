# attack: A13: takes the seed of the copy from the stack and looks for the class's seed behind it, and so for the grader's own draws
# earns: linreg
# %% honest: linreg
# %%
import sys, hashlib
from autograder.sandbox import answer, notebook_process as notebook

seen = []
real = notebook.seed_everything


def spy(seed):
    seen.append(seed)
    real(seed)


notebook.seed_everything = spy
make = answer.Answers.__init__


def init(self, channel, names, describe, seed, device="cpu"):
    make(self, channel, names, describe, spy, device)


answer.Answers.__init__ = init


def squared_loss(y_hat, y):
    for seed in range(20000):
        for test in ("test_squared_loss_on_a_worked_example",):
            for purpose in ("sandbox", "grader"):
                text = "\0".join([str(seed), purpose, test]).encode()
                if int.from_bytes(hashlib.sha256(text).digest()[:6], "little") in seen:
                    raise ValueError("LEAK the seed is " + str(seed))
    return torch.zeros(3)
