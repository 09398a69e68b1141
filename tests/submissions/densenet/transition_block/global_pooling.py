# score: 0 of 2
# global average pooling to 1x1 as at the end of a network, not 2x2 with stride 2 (the shape is right for inputs of 2x2 and 3x3 only)
def transition_block(in_channels, out_channels):
    return nn.Sequential(
        nn.BatchNorm2d(in_channels),
        nn.ReLU(),
        nn.Conv2d(in_channels, out_channels, kernel_size=1),
        nn.AdaptiveAvgPool2d((1, 1)),
    )
