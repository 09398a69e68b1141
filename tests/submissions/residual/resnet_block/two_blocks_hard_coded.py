# score: 0 of 2
# always two blocks, as in ResNet-18; num_residuals is ignored
def resnet_block(in_channels, out_channels, num_residuals, first_block=False):
    if first_block:
        first = Residual(in_channels, out_channels)
    else:
        first = Residual(in_channels, out_channels, use_1x1conv=True, stride=2)
    return nn.Sequential(first, Residual(out_channels, out_channels))
