# score: 0 of 1
# a 1x1 kernel without padding (the shape is right) instead of 3x3 with padding 1
def conv_block(in_channels, out_channels):
    return nn.Sequential(nn.BatchNorm2d(in_channels), nn.ReLU(), nn.Conv2d(in_channels, out_channels, kernel_size=1))
