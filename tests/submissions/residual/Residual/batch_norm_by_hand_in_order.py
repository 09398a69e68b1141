# score: 4 of 4
class Residual(nn.Module):
    def __init__(self, in_channels, out_channels, use_1x1conv=False, stride=1):
        nn.Module.__init__(self)
        conv = dict(kernel_size=3, padding=1)
        self.add_module("conv1", nn.Conv2d(in_channels, out_channels, stride=stride, **conv))
        self.add_module("conv2", nn.Conv2d(out_channels, out_channels, **conv))
        self.conv3 = nn.Conv2d(in_channels, out_channels, 1, stride=(stride, stride)) if use_1x1conv else None
        for i in (1, 2):
            setattr(self, f"bn{i}", nn.BatchNorm2d(out_channels))

    def forward(self, X):
        main = [self.conv1, self.bn1, nn.ReLU(), self.conv2, self.bn2]
        Y = X
        for step in main:
            Y = step(Y)
        return torch.relu(torch.add(Y, X if self.conv3 is None else self.conv3(X)))
