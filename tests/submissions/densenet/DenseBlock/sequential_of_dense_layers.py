# score: 3 of 3
# a helper module that concatenates by itself; the block is a Sequential of those
class _DenseLayer(nn.Module):
    def __init__(self, c_in, c_new):
        super().__init__()
        self.block = conv_block(c_in, c_new)

    def forward(self, X):
        Y = self.block(X)
        n, c, h, w = X.shape
        out = X.new_empty(n, c + Y.shape[1], h, w)
        out[:, :c] = X
        out[:, c:] = Y
        return out


class DenseBlock(nn.Module):
    def __init__(self, num_convs, in_channels, out_channels):
        super().__init__()
        self.out_channels = in_channels + num_convs * out_channels
        self.net = nn.Sequential()
        for i in range(num_convs):
            self.net.append(_DenseLayer(in_channels + i * out_channels, out_channels))

    def forward(self, X):
        return self.net(X)
