# score: 3 of 3
# the textbook's loop with torch.cat, layers in an nn.Sequential
class DenseBlock(nn.Module):
    def __init__(self, num_convs, in_channels, out_channels):
        super().__init__()
        layer = []
        for i in range(num_convs):
            layer.append(conv_block(in_channels + i * out_channels, out_channels))
        self.net = nn.Sequential(*layer)
        self.out_channels = in_channels + num_convs * out_channels

    def forward(self, X):
        for blk in self.net:
            Y = blk(X)
            X = torch.cat((X, Y), dim=1)
        return X
