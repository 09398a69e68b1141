# score: 3 of 3
# functools.reduce over the layers, negative dimension
from functools import reduce


class DenseBlock(nn.Module):
    def __init__(self, num_convs, in_channels, out_channels):
        super().__init__()
        self.blocks = nn.ModuleList(
            conv_block(c, out_channels)
            for c in range(in_channels, in_channels + num_convs * out_channels, out_channels)
        )
        self.out_channels = in_channels + num_convs * out_channels

    def forward(self, X):
        return reduce(lambda seen, blk: torch.cat([seen, blk(seen)], dim=-3), self.blocks, X)
