# attack: A20: a layer's parameters are replaced by larger ones at each answer, until they would fill the grader's memory
# assignment: residual
# earns: nothing
# not all of: resnet_block
# %%
class Residual(nn.Module):
    def __init__(self, in_channels, out_channels, use_1x1conv=False, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, padding=1, stride=stride)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1)
        self.conv3 = nn.Conv2d(in_channels, out_channels, 1, stride=stride) if use_1x1conv else None
        self.bn1, self.bn2 = nn.BatchNorm2d(out_channels), nn.BatchNorm2d(out_channels)

    def forward(self, X):
        for p in self.parameters():
            p.data = torch.zeros(p.numel() * 40)
        return X


def resnet_block(in_channels, out_channels, num_residuals, first_block=False):
    return nn.Sequential(*[Residual(in_channels, out_channels) for _ in range(num_residuals)])
