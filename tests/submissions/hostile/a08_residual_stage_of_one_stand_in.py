# attack: A08: a block that adds nothing, and a stage that is one and the same block again and again, or that skips its blocks
# assignment: residual
# earns: nothing
# %%
class Residual(nn.Module):
    def __init__(self, in_channels, out_channels, use_1x1conv=False, stride=1):
        super().__init__()

    def forward(self, X):
        return X


class Skipping(nn.Sequential):
    def forward(self, X):
        return self[0](X)


def resnet_block(in_channels, out_channels, num_residuals, first_block=False):
    first = Residual(in_channels, out_channels, use_1x1conv=not first_block, stride=1 if first_block else 2)
    other = Residual(out_channels, out_channels)
    return Skipping(first, *[other] * (num_residuals - 1))
