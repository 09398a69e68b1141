# score: 0.8 of 2
# every block of a later stage halves the size; only the first must
def resnet_block(in_channels, out_channels, num_residuals, first_block=False):
    blk = []
    for i in range(num_residuals):
        if not first_block:
            blk.append(Residual(in_channels if i == 0 else out_channels, out_channels, use_1x1conv=True, stride=2))
        else:
            blk.append(Residual(out_channels, out_channels))
    return nn.Sequential(*blk)
