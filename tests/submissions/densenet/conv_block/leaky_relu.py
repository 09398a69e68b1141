# score: 0 of 1
# a leaky relu instead of a relu
def conv_block(in_channels, out_channels):
    return nn.Sequential(
        nn.BatchNorm2d(in_channels),
        nn.LeakyReLU(),
        nn.Conv2d(in_channels, out_channels, kernel_size=3, padding=1),
    )
