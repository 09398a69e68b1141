# assignment: densenet
# attack: A8: layers that say which parameters they have, again and again the same one
# earns: nothing
# %%
class Claims(nn.Sequential):
    def __init__(self, into, out, kernel, step):
        super().__init__(nn.BatchNorm2d(into), nn.ReLU(), nn.Conv2d(into, out, kernel))
        self.into, self.out, self.kernel, self.step = into, out, kernel, step
        self.zero = nn.Parameter(torch.zeros(1))

    def named_parameters(self, *args, **kwargs):
        yield "norm.weight", nn.Parameter(torch.zeros(self.into))
        yield "norm.bias", nn.Parameter(torch.zeros(self.into))
        yield "conv.weight", nn.Parameter(torch.zeros(self.out, self.into, self.kernel, self.kernel))

    def forward(self, X):
        size = [n // self.step for n in X.shape[2:]]
        return (X.sum() * 0 + self.zero.sum()).expand(len(X), self.out, *size)


def conv_block(in_channels, out_channels):
    return Claims(in_channels, out_channels, 3, 1)


# %%
def transition_block(in_channels, out_channels):
    return Claims(in_channels, out_channels, 1, 2)


# %%
class DenseBlock(Claims):
    def __init__(self, num_convs, in_channels, out_channels):
        super().__init__(in_channels, num_convs * out_channels, 3, 1)
        self.out_channels = in_channels + num_convs * out_channels

    def forward(self, X):
        return torch.cat((X, super().forward(X)), 1)
