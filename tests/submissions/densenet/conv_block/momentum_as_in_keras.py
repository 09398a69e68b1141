# score: 0 of 1
# momentum and eps of another framework, not the default settings of nn.BatchNorm2d
def conv_block(in_channels, out_channels):
    return nn.Sequential(
        nn.BatchNorm2d(in_channels, momentum=0.01, eps=1e-3),
        nn.ReLU(),
        nn.Conv2d(in_channels, out_channels, kernel_size=3, padding=1),
    )
