# attack: A22: forged notebook results on the control channel: errors for cells that do not exist, notes by the thousand, texts of a megabyte, no list at all
# earns: nothing
# %%
from autograder.sandbox import notebook_process as notebook
import sys


def tell(self, message):
    pass


real = notebook.Notebook.tell


def forged(self, message):
    if message[0] == "ran":
        message = [
            "ran",
            [
                {
                    "cell": n,
                    "error": {
                        "type": "Passed " * 50,
                        "message": "full marks\n" * 50,
                        "cell": n,
                        "line": n,
                        "text": "t" * 900,
                    },
                    "notes": ["n" * 50] * 20,
                }
                for n in range(-300, 300)
            ],
        ]
    if message[0] == "status":
        message = ["status", -(10**6)]
    real(self, message)


notebook.Notebook.tell = forged


def sgd(params, lr, batch_size):
    return 1
