# score: 4 of 4
class Residual(nn.Module):
    def __init__(self, in_channels, out_channels, use_1x1conv=False, stride=1):
        super().__init__()
        self.use_1x1conv = use_1x1conv
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride, 1)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, 1, 1)
        self.conv3 = nn.Conv2d(in_channels, out_channels, 1, stride)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.bn2 = nn.BatchNorm2d(out_channels)

    def forward(self, X):
        Y = self.bn2(self.conv2(torch.clamp(self.bn1(self.conv1(X)), min=0)))
        return (Y + (self.conv3(X) if self.use_1x1conv else X)).clamp(min=0)
