# score: 0 of 1
# relu before the norm, and in place, so that the order is wrong and the block's input is changed
def conv_block(in_channels, out_channels):
    return nn.Sequential(
        nn.ReLU(inplace=True),
        nn.BatchNorm2d(in_channels),
        nn.Conv2d(in_channels, out_channels, kernel_size=3, padding=1),
    )
