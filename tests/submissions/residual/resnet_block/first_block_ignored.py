# score: 0.8 of 2
def resnet_block(in_channels, out_channels, num_residuals, first_block=False):
    blocks = [Residual(in_channels, out_channels, True, 2)]
    return nn.Sequential(*blocks, *[Residual(out_channels, out_channels) for _ in range(num_residuals - 1)])
