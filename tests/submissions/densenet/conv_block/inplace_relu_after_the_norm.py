# score: 1 of 1
# the relu works in place, but on the result of the norm, so that the input stays as it is; no bias in the convolution
def conv_block(in_channels, out_channels):
    layers = [nn.BatchNorm2d(in_channels), nn.ReLU(inplace=True)]
    layers.append(nn.Conv2d(in_channels, out_channels, 3, 1, 1, bias=False))
    return nn.Sequential(*layers)
