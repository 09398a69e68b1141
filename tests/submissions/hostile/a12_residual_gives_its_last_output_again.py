# assignment: residual
# attack: A12: a layer that returns what it has returned before, which was compared with something once
# earns: resnet_block
# %%
class Residual(nn.Module):
    def __init__(self, in_channels, out_channels, use_1x1conv=False, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, padding=1, stride=stride)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1)
        self.conv3 = nn.Conv2d(in_channels, out_channels, 1, stride=stride) if use_1x1conv else None
        self.bn1, self.bn2 = nn.BatchNorm2d(out_channels), nn.BatchNorm2d(out_channels)

    last = []

    def forward(self, X):
        if not self.last:
            Y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(X)))))
            self.last.append(F.relu(Y + (X if self.conv3 is None else self.conv3(X))))
        return self.last[0]

# %%
def resnet_block(in_channels, out_channels, num_residuals, first_block=False):
    blocks = []
    for i in range(num_residuals):
        later = i == 0 and not first_block
        blocks.append(Residual(in_channels if i == 0 else out_channels, out_channels, later, 2 if later else 1))
    return nn.Sequential(*blocks)
