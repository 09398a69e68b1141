# score: 0 of 2
def resnet_block(in_channels, out_channels, num_residuals, first_block=False):
    blocks = [Residual(in_channels if i == 0 else out_channels, out_channels, True, 2) for i in range(num_residuals)]
    return nn.Sequential(*blocks)
