# score: 2 of 2
def resnet_block(in_channels, out_channels, num_residuals, first_block=False):
    stage = nn.Sequential()
    for i in range(num_residuals):
        if i == 0 and not first_block:
            stage.append(Residual(in_channels, out_channels, True, 2))
        else:
            stage.append(Residual(out_channels, out_channels))
    return stage
