# score: 0 of 2
# convolution -> norm -> relu -> pooling instead of norm -> relu -> convolution -> pooling
def transition_block(in_channels, out_channels):
    return nn.Sequential(
        nn.Conv2d(in_channels, out_channels, kernel_size=1),
        nn.BatchNorm2d(out_channels),
        nn.ReLU(),
        nn.AvgPool2d(kernel_size=2, stride=2),
    )
