# score: 2 of 2
# named blocks in an OrderedDict
def resnet_block(in_channels, out_channels, num_residuals, first_block=False):
    from collections import OrderedDict

    layers = OrderedDict()
    channels = in_channels
    for i in range(1, num_residuals + 1):
        shrink = i == 1 and not first_block
        layers[f"residual{i}"] = Residual(channels, out_channels, use_1x1conv=shrink, stride=1 + shrink)
        channels = out_channels
    return nn.Sequential(layers)
