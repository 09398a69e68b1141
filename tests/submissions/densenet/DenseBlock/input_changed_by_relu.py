# score: 0 of 3
# a relu in place on X at the start, which changes X; the first in_channels are relu(X)
class DenseBlock(nn.Module):
    def __init__(self, num_convs, in_channels, out_channels):
        super().__init__()
        self.net = nn.Sequential(*[conv_block(in_channels + i * out_channels, out_channels) for i in range(num_convs)])
        self.out_channels = in_channels + num_convs * out_channels

    def forward(self, X):
        with torch.no_grad():
            X.relu_()
        for blk in self.net:
            X = torch.cat((X, blk(X)), dim=1)
        return X
