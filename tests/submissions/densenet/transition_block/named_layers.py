# score: 2 of 2
# an OrderedDict, weights initialized by Kaiming
from collections import OrderedDict


def transition_block(in_channels, out_channels):
    conv = nn.Conv2d(in_channels, out_channels, 1, padding="same")
    nn.init.kaiming_normal_(conv.weight, nonlinearity="relu")
    nn.init.zeros_(conv.bias)
    layers = OrderedDict(norm=nn.BatchNorm2d(in_channels), relu=nn.ReLU(), conv=conv, pool=nn.AvgPool2d(2, 2))
    return nn.Sequential(layers)
