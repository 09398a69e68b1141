# score: 0 of 2
# affine=False, not the default settings of nn.BatchNorm2d: gamma and beta are not learned (the values are the same at first)
def transition_block(in_channels, out_channels):
    return nn.Sequential(
        nn.BatchNorm2d(in_channels, affine=False),
        nn.ReLU(),
        nn.Conv2d(in_channels, out_channels, kernel_size=1),
        nn.AvgPool2d(kernel_size=2, stride=2),
    )
