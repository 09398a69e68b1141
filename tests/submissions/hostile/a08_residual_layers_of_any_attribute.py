# assignment: residual
# attack: A8: layers that have every attribute, and are of every kind by their names
# earns: resnet_block
# %%
class Anything:
    def __init__(self, *shape):
        self.shape = shape

    def __getattr__(self, name):
        return nn.Parameter(torch.zeros(1))

    def __call__(self, *args, **kwargs):
        return self


Conv2d = type("Conv2d", (Anything,), {"__module__": "torch.nn.modules.conv"})
BatchNorm2d = type("BatchNorm2d", (Anything,), {"__module__": "torch.nn.modules.batchnorm"})


# %%
class Residual(nn.Module):
    def __init__(self, *args, **kwargs):
        super().__init__()
        self.stride = args[3] if len(args) > 3 else 1
        self.out = args[1]
        self.conv1, self.conv2, self.conv3 = Conv2d(), Conv2d(), Conv2d()
        self.bn1, self.bn2 = BatchNorm2d(), BatchNorm2d()

    def forward(self, X):
        return torch.relu(X[:, :1, :: self.stride, :: self.stride].repeat(1, self.out, 1, 1)).requires_grad_()

# %%
def resnet_block(in_channels, out_channels, num_residuals, first_block=False):
    blocks = []
    for i in range(num_residuals):
        later = i == 0 and not first_block
        blocks.append(Residual(in_channels if i == 0 else out_channels, out_channels, later, 2 if later else 1))
    return nn.Sequential(*blocks)
