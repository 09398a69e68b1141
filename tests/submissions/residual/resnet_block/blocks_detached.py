# score: 0 of 2
class Cut(nn.Sequential):
    def forward(self, X):
        for block in self:
            X = block(X).detach()
        return X


def resnet_block(in_channels, out_channels, num_residuals, first_block=False):
    blocks = []
    for i in range(num_residuals):
        if i == 0 and not first_block:
            blocks.append(Residual(in_channels, out_channels, use_1x1conv=True, stride=2))
        else:
            blocks.append(Residual(out_channels, out_channels))
    return Cut(*blocks)
