# score: 1.2 of 2
# the last block of the stage halves, not the first; with num_residuals = 1 and the output shape alone it is not seen
def resnet_block(in_channels, out_channels, num_residuals, first_block=False):
    if first_block:
        return nn.Sequential(*[Residual(out_channels, out_channels) for _ in range(num_residuals)])
    blk = []
    for i in range(num_residuals):
        channels = in_channels if i == 0 else out_channels
        stride = 2 if i == num_residuals - 1 else 1
        blk.append(Residual(channels, out_channels, use_1x1conv=(i == 0 or stride == 2), stride=stride))
    return nn.Sequential(*blk)
