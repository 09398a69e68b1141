# score: 0.8 of 2
# the first block of a later stage has its 1×1 convolution, but stride 1: the size is not halved
def resnet_block(in_channels, out_channels, num_residuals, first_block=False):
    blk = []
    for i in range(num_residuals):
        if i == 0 and not first_block:
            blk.append(Residual(in_channels, out_channels, use_1x1conv=True))
        else:
            blk.append(Residual(out_channels, out_channels))
    return nn.Sequential(*blk)
