# score: 1 of 1
# the relu is a small module of its own that calls F.relu; layers added with add_module; xavier-initialized weight
class _Relu(nn.Module):
    def forward(self, X):
        return F.relu(X)


def conv_block(in_channels, out_channels):
    net = nn.Sequential()
    net.add_module("bn", nn.BatchNorm2d(in_channels))
    net.add_module("relu", _Relu())
    conv = nn.Conv2d(in_channels, out_channels, 3, padding=(1, 1))
    nn.init.xavier_uniform_(conv.weight)
    net.add_module("conv", conv)
    return net
