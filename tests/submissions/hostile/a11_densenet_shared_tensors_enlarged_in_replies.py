# assignment: densenet
# attack: A11: whatever both sides share is twice as large after each reply
# earns: nothing
# %%
def spoil(net):
    for p in net.parameters():
        p.data.requires_grad_()


def hollow(net, out_channels, step):
    def forward(X):
        spoil(net)
        zero = sum(p.sum() for p in net.parameters()) * 0
        return X[:, :1, : X.shape[2] // step * step : step, : X.shape[3] // step * step : step].repeat(1, out_channels, 1, 1) * 0 + zero

    net.forward = forward
    return net

# %%
def conv_block(in_channels, out_channels):
    net = nn.Sequential(nn.BatchNorm2d(in_channels), nn.ReLU(), nn.Conv2d(in_channels, out_channels, 3, padding=1))
    return hollow(net, out_channels, 1)


# %%
def transition_block(in_channels, out_channels):
    net = nn.Sequential(nn.BatchNorm2d(in_channels), nn.ReLU(), nn.Conv2d(in_channels, out_channels, 1), nn.AvgPool2d(2))
    return hollow(net, out_channels, 2)


# %%
class DenseBlock(nn.Module):
    def __init__(self, num_convs, in_channels, out_channels):
        super().__init__()
        self.new = num_convs * out_channels
        self.layers = nn.ModuleList(conv_block(in_channels + i * out_channels, out_channels) for i in range(num_convs))
        self.out_channels = in_channels + self.new

    def forward(self, X):
        spoil(self)
        zero = sum(p.sum() for p in self.parameters()) * 0
        return torch.cat((X, X[:, :1].repeat(1, self.new, 1, 1) * 0 + zero), 1)

# %%
from autograder.sandbox.answer import Answers

_send = Answers._send


def tampered(self, *reply, **options):
    for number, tensor in list(self.twins._tensors.items()):
        tensor.data = torch.zeros([2 * size for size in tensor.shape])
    return _send(self, *reply, **options)


Answers._send = tampered
