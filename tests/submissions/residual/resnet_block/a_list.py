# score: 0 of 2
def resnet_block(in_channels, out_channels, num_residuals, first_block=False):
    return [
        Residual(in_channels, out_channels, True, 2)
        if i == 0 and not first_block
        else Residual(out_channels, out_channels)
        for i in range(num_residuals)
    ]
