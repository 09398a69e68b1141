# score: 2 of 2
# a class derived from nn.Sequential (it is one), with a relu module of its own by clamp
class _Positive(nn.Module):
    def forward(self, X):
        return X.clamp(min=0)


class _Transition(nn.Sequential):
    def __init__(self, c_in, c_out):
        super().__init__(nn.BatchNorm2d(c_in), _Positive(), nn.Conv2d(c_in, c_out, 1), nn.AvgPool2d(2, stride=2))


def transition_block(in_channels, out_channels):
    return _Transition(in_channels, out_channels)
