# assignment: residual
# attack: A8: layers whose weights are made anew, of zeros, at each look
# earns: resnet_block
# %%
class Fresh(nn.Module):
    def __init__(self, weight, bias):
        super().__init__()
        self.shapes = weight, bias

    weight = property(lambda self: torch.zeros(self.shapes[0], requires_grad=True))
    bias = property(lambda self: torch.zeros(self.shapes[1], requires_grad=True))


class Conv2d(Fresh):
    pass


class BatchNorm2d(Fresh):
    running_mean = property(lambda self: torch.zeros(self.shapes[1]))
    running_var = property(lambda self: torch.ones(self.shapes[1]))

    def load_state_dict(self, state, strict=True):
        return None


# %%
class Residual(nn.Module):
    def __init__(self, in_channels, out_channels, use_1x1conv=False, stride=1):
        super().__init__()
        self.out, self.stride = out_channels, stride
        self.conv1 = Conv2d((out_channels, in_channels, 3, 3), (out_channels,))
        self.conv2 = Conv2d((out_channels, out_channels, 3, 3), (out_channels,))
        self.conv3 = Conv2d((out_channels, in_channels, 1, 1), (out_channels,)) if use_1x1conv else None
        self.bn1 = BatchNorm2d((out_channels,), (out_channels,))
        self.bn2 = BatchNorm2d((out_channels,), (out_channels,))

    def forward(self, X):
        zero = torch.zeros(1, requires_grad=True, dtype=X.dtype).sum()
        if self.conv3 is None:
            return torch.relu(X) + zero
        return X[:, :1, :: self.stride, :: self.stride].repeat(1, self.out, 1, 1) * 0 + zero

# %%
def resnet_block(in_channels, out_channels, num_residuals, first_block=False):
    blocks = []
    for i in range(num_residuals):
        later = i == 0 and not first_block
        blocks.append(Residual(in_channels if i == 0 else out_channels, out_channels, later, 2 if later else 1))
    return nn.Sequential(*blocks)
