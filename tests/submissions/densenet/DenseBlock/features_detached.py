# score: 2.33 of 3
# the earlier features are detached before each layer (to "save memory"), so that the gradient does not reach the input and the earlier layers through the later ones
class DenseBlock(nn.Module):
    def __init__(self, num_convs, in_channels, out_channels):
        super().__init__()
        self.net = nn.Sequential(*[conv_block(in_channels + i * out_channels, out_channels) for i in range(num_convs)])
        self.out_channels = in_channels + num_convs * out_channels

    def forward(self, X):
        for blk in self.net:
            X = torch.cat((X, blk(X.detach())), dim=1)
        return X
