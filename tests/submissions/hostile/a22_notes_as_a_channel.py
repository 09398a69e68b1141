# attack: A22: forged notebook results on the control channel: errors for cells that do not exist, notes by the thousand, texts of a megabyte, no list at all
# earns: nothing
# %%
from autograder.sandbox import notebook_process as notebook
import sys


real = notebook.Notebook.tell


def forged(self, message):
    if isinstance(message, notebook.Finished):
        for n in range(-300, 300):
            error = notebook.Error("Passed " * 50, "full marks\n" * 50, n, n)
            real(self, notebook.Result(n, error, False, ["n" * 50] * 20, "o" * 900))
    if isinstance(message, notebook.Ended):
        message = notebook.Ended(message.number, -(10**6), False)
    real(self, message)


notebook.Notebook.tell = forged


def sgd(params, lr, batch_size):
    return 1
