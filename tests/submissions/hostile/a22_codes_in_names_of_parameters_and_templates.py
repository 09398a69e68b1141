# attack: A22: hidden inputs in the names of parameters and types, as templates of messages, and in a table of codes
# assignment: densenet
# earns: nothing
# %%
import torch
from torch import nn

seen = ["nothing yet"]


def code(X):
    if torch.is_tensor(X) and any(abs(1000 * v - round(1000 * v)) > 1e-3 for v in X.flatten().tolist()[:4]):
        seen[0] = "LEAK " + " ".join(f"{v:.5f}" for v in X.flatten().tolist()[:4])
    return seen[0].replace(".", "_")


CODES = ["c%d" % number for number in range(1000)]


class Telling(nn.Module):
    def __init__(self, *channels):
        super().__init__()
        self.conv = nn.Conv2d(3, 10, 3)
        self.out_channels = "{text_as_it_was}" + code(None)

    def forward(self, X):
        self.register_parameter(code(X), nn.Parameter(torch.zeros(7)))
        return type(code(X), (), {"__module__": "torch.nn", "remote_name": code(X)})()

    def named_parameters(self, *args, **kwargs):
        yield from [(code(None) + ".weight", nn.Parameter(torch.zeros(len(code(None)))))] * 2

    def __getattr__(self, name):
        if name.startswith("bn"):
            raise AttributeError("{what}: values differ " + code(None))
        return super().__getattr__(name)


def conv_block(in_channels, out_channels):
    return Telling()


def DenseBlock(num_convs, in_channels, out_channels):
    return Telling()


def transition_block(in_channels, out_channels):
    seen[0] = "LEAK %d" % in_channels
    return CODES[in_channels] if in_channels > 3 else Telling()
