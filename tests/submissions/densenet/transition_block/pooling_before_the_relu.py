# score: 0 of 2
# norm -> pooling -> relu -> convolution; relu of the mean is not the mean of the relu, the pooling must come last
def transition_block(in_channels, out_channels):
    return nn.Sequential(
        nn.BatchNorm2d(in_channels),
        nn.AvgPool2d(kernel_size=2, stride=2),
        nn.ReLU(),
        nn.Conv2d(in_channels, out_channels, kernel_size=1),
    )
