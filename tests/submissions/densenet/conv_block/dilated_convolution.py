# score: 0 of 1
# dilation 2 with padding 2 (the shape is right) instead of a 3x3 kernel with padding 1
def conv_block(in_channels, out_channels):
    return nn.Sequential(
        nn.BatchNorm2d(in_channels),
        nn.ReLU(),
        nn.Conv2d(in_channels, out_channels, kernel_size=3, padding=2, dilation=2),
    )
