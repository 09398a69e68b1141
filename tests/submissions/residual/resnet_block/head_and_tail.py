# score: 2 of 2
# the first block apart, the others in a comprehension
def resnet_block(in_channels, out_channels, num_residuals, first_block=False):
    if first_block:
        head = Residual(in_channels, out_channels)
    else:
        head = Residual(in_channels, out_channels, True, 2)
    tail = [Residual(out_channels, out_channels) for _ in range(num_residuals - 1)]
    return nn.Sequential(head, *tail)
