# score: 0 of 2
# one and the same instance repeated, so that the later blocks share their weights; num_residuals instances are asked for
def resnet_block(in_channels, out_channels, num_residuals, first_block=False):
    if first_block:
        head = Residual(in_channels, out_channels)
    else:
        head = Residual(in_channels, out_channels, use_1x1conv=True, stride=2)
    return nn.Sequential(head, *[Residual(out_channels, out_channels)] * (num_residuals - 1))
