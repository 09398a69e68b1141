# score: 1.2 of 2
# the first block of the first stage gets a 1×1 convolution (stride 1); there it must be an ordinary block
def resnet_block(in_channels, out_channels, num_residuals, first_block=False):
    blk = []
    for i in range(num_residuals):
        if i == 0:
            blk.append(Residual(in_channels, out_channels, use_1x1conv=True, stride=1 if first_block else 2))
        else:
            blk.append(Residual(out_channels, out_channels))
    return nn.Sequential(*blk)
