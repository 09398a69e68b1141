# score: 0 of 3
# the new output is concatenated in front of what the layer has read, not behind it
class DenseBlock(nn.Module):
    def __init__(self, num_convs, in_channels, out_channels):
        super().__init__()
        self.net = nn.Sequential(*[conv_block(in_channels + i * out_channels, out_channels) for i in range(num_convs)])
        self.out_channels = in_channels + num_convs * out_channels

    def forward(self, X):
        for blk in self.net:
            Y = blk(X)
            X = torch.cat((Y, X), dim=1)
        return X
