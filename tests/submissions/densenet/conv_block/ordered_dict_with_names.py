# score: 1 of 1
# named layers by an OrderedDict, padding="same" (which is 1 for a 3x3 kernel)
from collections import OrderedDict


def conv_block(in_channels, out_channels):
    return nn.Sequential(
        OrderedDict(
            [
                ("norm", nn.BatchNorm2d(num_features=in_channels)),
                ("act", nn.ReLU()),
                ("conv", nn.Conv2d(in_channels, out_channels, kernel_size=(3, 3), padding="same")),
            ]
        )
    )
