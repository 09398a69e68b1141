# score: 0 of 3
# off by one, one layer too few, so that one group of channels is missing
class DenseBlock(nn.Module):
    def __init__(self, num_convs, in_channels, out_channels):
        super().__init__()
        self.net = nn.ModuleList()
        for i in range(1, num_convs):
            self.net.append(conv_block(in_channels + (i - 1) * out_channels, out_channels))
        self.out_channels = in_channels + num_convs * out_channels

    def forward(self, X):
        for blk in self.net:
            X = torch.cat((X, blk(X)), dim=1)
        return X
