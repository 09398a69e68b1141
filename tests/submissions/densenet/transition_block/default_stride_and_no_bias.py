# score: 2 of 2
# AvgPool2d(2) has stride 2 by itself; relu in place behind the norm; convolution without bias
def transition_block(in_channels, out_channels):
    return nn.Sequential(
        nn.BatchNorm2d(in_channels),
        nn.ReLU(True),
        nn.Conv2d(in_channels, out_channels, (1, 1), bias=False),
        nn.AvgPool2d(2),
    )
