# score: 3 of 3
# layers by setattr/getattr, out_channels as a read-only property
class DenseBlock(nn.Module):
    def __init__(self, num_convs, in_channels, out_channels):
        super(DenseBlock, self).__init__()
        self.n, self.c_in, self.growth = num_convs, in_channels, out_channels
        for i in range(num_convs):
            setattr(self, f"layer{i}", conv_block(in_channels + i * out_channels, out_channels))

    @property
    def out_channels(self):
        return self.c_in + self.n * self.growth

    def forward(self, X):
        for i in range(self.n):
            X = torch.hstack([X, getattr(self, f"layer{i}")(X)])
        return X
