# score: 0 of 2
# a 3x3 convolution with padding 1, copied from conv_block, instead of 1x1
def transition_block(in_channels, out_channels):
    return nn.Sequential(*conv_block(in_channels, out_channels), nn.AvgPool2d(kernel_size=2, stride=2))
