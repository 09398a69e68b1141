# score: 0.8 of 2
# the default of first_block is True
def resnet_block(in_channels, out_channels, num_residuals, first_block=True):
    blk = []
    for i in range(num_residuals):
        if i == 0 and not first_block:
            blk.append(Residual(in_channels, out_channels, use_1x1conv=True, stride=2))
        else:
            blk.append(Residual(out_channels, out_channels))
    return nn.Sequential(*blk)
