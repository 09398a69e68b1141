# score: 0 of 1
# no padding, so that height and width shrink by 2 instead of being kept
def conv_block(in_channels, out_channels):
    return nn.Sequential(nn.BatchNorm2d(in_channels), nn.ReLU(), nn.Conv2d(in_channels, out_channels, kernel_size=3))
