# score: 0 of 2
# the 1x1 convolution has stride 2 and there is no average pooling
def transition_block(in_channels, out_channels):
    return nn.Sequential(
        nn.BatchNorm2d(in_channels), nn.ReLU(), nn.Conv2d(in_channels, out_channels, kernel_size=1, stride=2)
    )
