# score: 0.8 of 2
# num_residuals blocks after the shrinking one, num_residuals + 1 in all
def resnet_block(in_channels, out_channels, num_residuals, first_block=False):
    blk = []
    if not first_block:
        blk.append(Residual(in_channels, out_channels, use_1x1conv=True, stride=2))
    for i in range(num_residuals):
        blk.append(Residual(out_channels, out_channels))
    return nn.Sequential(*blk)
