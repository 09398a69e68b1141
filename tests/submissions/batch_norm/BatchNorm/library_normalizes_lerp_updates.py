# score: 3 of 3
# F.batch_norm normalizes, the biased moving statistics are updated by lerp_
class BatchNorm(nn.Module):
    def __init__(self, num_features, num_dims):
        super().__init__()
        self.dims = tuple(i for i in range(num_dims) if i != 1)
        shape = torch.Size([num_features if i == 1 else 1 for i in range(num_dims)])
        self.gamma = nn.Parameter(torch.ones(shape))
        self.beta = nn.Parameter(torch.zeros(shape))
        self.register_buffer("moving_mean", torch.zeros(shape))
        self.register_buffer("moving_var", torch.ones(shape))

    def forward(self, X):
        g, b = self.gamma.flatten(), self.beta.flatten()
        if not self.training:
            return F.batch_norm(
                X, self.moving_mean.flatten(), self.moving_var.flatten(), g, b, training=False, eps=1e-5
            )
        with torch.no_grad():
            var, mean = torch.var_mean(X, dim=self.dims, correction=0, keepdim=True)
            self.moving_mean.lerp_(mean, 0.1)
            self.moving_var.lerp_(var, 0.1)
        return F.batch_norm(X, None, None, g, b, training=True, eps=1e-5)
