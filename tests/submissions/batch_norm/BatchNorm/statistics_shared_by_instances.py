# score: 2.75 of 3
# the moving statistics live in the class, so layers of the same size share them; each layer has its own
class BatchNorm(nn.Module):
    _stats = {}

    def __init__(self, num_features, num_dims):
        super().__init__()
        shape = (1, num_features) if num_dims == 2 else (1, num_features, 1, 1)
        self.gamma = nn.Parameter(torch.ones(shape))
        self.beta = nn.Parameter(torch.zeros(shape))
        if shape not in self._stats:
            self._stats[shape] = (torch.zeros(shape), torch.ones(shape))
        self.moving_mean, self.moving_var = self._stats[shape]

    def forward(self, X):
        self.moving_mean, self.moving_var = self.moving_mean.to(X.device), self.moving_var.to(X.device)
        Y, mean, var = batch_norm(
            self.training, X, self.gamma, self.beta, self.moving_mean.clone(), self.moving_var.clone(), 1e-5, 0.9
        )
        self.moving_mean.copy_(mean.detach())
        self.moving_var.copy_(var.detach())
        return Y
