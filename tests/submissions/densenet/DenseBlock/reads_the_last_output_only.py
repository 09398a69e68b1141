# score: 0 of 3
# each layer reads only the output of the one before (a plain chain), all is concatenated at the end: the layers don't see the input and all outputs before
class DenseBlock(nn.Module):
    def __init__(self, num_convs, in_channels, out_channels):
        super().__init__()
        self.net = nn.ModuleList(
            [conv_block(in_channels if i == 0 else out_channels, out_channels) for i in range(num_convs)]
        )
        self.out_channels = in_channels + num_convs * out_channels

    def forward(self, X):
        features, Y = [X], X
        for blk in self.net:
            Y = blk(Y)
            features.append(Y)
        return torch.cat(features, dim=1)
