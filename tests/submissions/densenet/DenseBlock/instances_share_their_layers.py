# score: 2.67 of 3
# the layers are kept in a dictionary of the class, so that two blocks of the same sizes share their parameters; each must have its own num_convs layers
class DenseBlock(nn.Module):
    _made = {}

    def __init__(self, num_convs, in_channels, out_channels):
        super().__init__()
        self.net = nn.ModuleList()
        for i in range(num_convs):
            key = (in_channels + i * out_channels, out_channels)
            if key not in self._made:
                self._made[key] = conv_block(*key)
            self.net.append(self._made[key])
        self.out_channels = in_channels + num_convs * out_channels

    def forward(self, X):
        for blk in self.net:
            X = torch.cat((X, blk(X)), dim=1)
        return X
