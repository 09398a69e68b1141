# score: 0 of 1
# out_channels and in_channels swapped in the convolution, which works only where they are equal
def conv_block(in_channels, out_channels):
    return nn.Sequential(
        nn.BatchNorm2d(in_channels),
        nn.ReLU(),
        nn.Conv2d(out_channels, in_channels, kernel_size=3, padding=1),
    )
