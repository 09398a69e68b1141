# score: 3 of 3
# keeps a list of all feature maps and concatenates it anew before each layer; nn.ModuleList; running channel count
class DenseBlock(nn.Module):
    def __init__(self, num_convs, in_channels, out_channels):
        super().__init__()
        self.layers = nn.ModuleList()
        channels = in_channels
        for _ in range(num_convs):
            self.layers.append(conv_block(channels, out_channels))
            channels += out_channels
        self.out_channels = channels

    def forward(self, X):
        features = [X]
        for layer in self.layers:
            features.append(layer(torch.concat(features, 1)))
        return torch.concat(features, 1)
