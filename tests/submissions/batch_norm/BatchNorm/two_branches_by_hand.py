# score: 3 of 3
# written out by hand with two branches and a helper method, without batch_norm
class BatchNorm(nn.Module):
    eps = 1e-5
    momentum = 0.9

    def __init__(self, num_features, num_dims):
        super().__init__()
        assert num_dims in (2, 4)
        ones = torch.ones(1, num_features)
        if num_dims == 4:
            ones = ones[:, :, None, None]
        self.gamma = nn.Parameter(ones.clone())
        self.beta = nn.Parameter(torch.zeros_like(ones))
        self.register_buffer("moving_mean", torch.zeros_like(ones))
        self.register_buffer("moving_var", ones.clone())

    def _statistics(self, X):
        axes = [0] if X.dim() == 2 else [0, 2, 3]
        mean = X.mean(axes, keepdim=True)
        return mean, ((X - mean) ** 2).mean(axes, keepdim=True)

    def forward(self, X):
        if self.training:
            mean, var = self._statistics(X)
            self.moving_mean = self.momentum * self.moving_mean + (1 - self.momentum) * mean.detach()
            self.moving_var = self.momentum * self.moving_var + (1 - self.momentum) * var.detach()
        else:
            mean, var = self.moving_mean, self.moving_var
        return self.gamma * (X - mean) * torch.rsqrt(var + self.eps) + self.beta
