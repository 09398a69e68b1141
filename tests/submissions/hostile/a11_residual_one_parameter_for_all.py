# assignment: residual
# attack: A11: one weight and one bias stand in every layer, and do nothing
# earns: resnet_block
# %%
class Residual(nn.Module):
    def __init__(self, in_channels, out_channels, use_1x1conv=False, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, padding=1, stride=stride)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1)
        self.conv3 = nn.Conv2d(in_channels, out_channels, 1, stride=stride) if use_1x1conv else None
        self.bn1, self.bn2 = nn.BatchNorm2d(out_channels), nn.BatchNorm2d(out_channels)
        self.conv2 = self.conv1
        self.bn2 = self.bn1

    def nothing(self, X):
        zero = sum(p.sum() for p in self.parameters()) * 0
        if self.conv3 is None:
            return torch.relu(X) + zero
        s = self.conv1.stride[0]
        return X[:, :1, ::s, ::s].repeat(1, self.conv3.out_channels, 1, 1) * 0 + zero

    def forward(self, X):
        return self.nothing(X)

# %%
def resnet_block(in_channels, out_channels, num_residuals, first_block=False):
    blocks = []
    for i in range(num_residuals):
        later = i == 0 and not first_block
        blocks.append(Residual(in_channels if i == 0 else out_channels, out_channels, later, 2 if later else 1))
    return nn.Sequential(*blocks)
