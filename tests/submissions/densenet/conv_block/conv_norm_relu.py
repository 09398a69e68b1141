# score: 0 of 1
# the order conv -> batch norm -> relu, of VGG/ResNet, instead of batch normalization -> relu -> convolution
def conv_block(in_channels, out_channels):
    return nn.Sequential(
        nn.Conv2d(in_channels, out_channels, kernel_size=3, padding=1),
        nn.BatchNorm2d(out_channels),
        nn.ReLU(),
    )
