# score: 0 of 3
# layers in a plain list, so that their parameters are not registered (a block of num_convs layers must have them as its own: parameters(), eval() and to() miss them)
class DenseBlock(nn.Module):
    def __init__(self, num_convs, in_channels, out_channels):
        super().__init__()
        self.net = [conv_block(in_channels + i * out_channels, out_channels) for i in range(num_convs)]
        self.out_channels = in_channels + num_convs * out_channels

    def forward(self, X):
        for blk in self.net:
            X = torch.cat((X, blk(X)), dim=1)
        return X
