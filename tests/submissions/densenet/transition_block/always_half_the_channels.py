# score: 0 of 2
# out_channels is ignored, always in_channels // 2 as in the book's network
def transition_block(in_channels, out_channels):
    return nn.Sequential(
        nn.BatchNorm2d(in_channels),
        nn.ReLU(),
        nn.Conv2d(in_channels, in_channels // 2, kernel_size=1),
        nn.AvgPool2d(kernel_size=2, stride=2),
    )
