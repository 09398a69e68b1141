# score: 2 of 2
# a stage as a subclass of nn.Sequential
class Stage(nn.Sequential):
    def __init__(self, in_channels, out_channels, num_residuals, first_block):
        super().__init__()
        specs = [(in_channels, not first_block)] + [(out_channels, False)] * (num_residuals - 1)
        for channels, halve in specs:
            self.append(Residual(channels, out_channels, halve, 2 if halve else 1))


def resnet_block(in_channels, out_channels, num_residuals, first_block=False):
    return Stage(in_channels, out_channels, num_residuals, first_block)
