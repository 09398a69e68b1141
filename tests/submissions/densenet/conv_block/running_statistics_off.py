# score: 0.75 of 1
# track_running_stats=False, not the default settings; differs in eval mode only
def conv_block(in_channels, out_channels):
    return nn.Sequential(
        nn.BatchNorm2d(in_channels, track_running_stats=False),
        nn.ReLU(),
        nn.Conv2d(in_channels, out_channels, kernel_size=3, padding=1),
    )
