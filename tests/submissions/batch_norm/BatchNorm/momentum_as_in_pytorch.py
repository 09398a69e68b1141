# score: 0.75 of 3
# momentum 0.1, thinking of nn.BatchNorm2d; the docstring says 0.9 weighing the old value
class BatchNorm(nn.Module):
    def __init__(self, num_features, num_dims):
        super().__init__()
        shape = (1, num_features) if num_dims == 2 else (1, num_features, 1, 1)
        self.gamma = nn.Parameter(torch.ones(shape))
        self.beta = nn.Parameter(torch.zeros(shape))
        self.register_buffer("moving_mean", torch.zeros(shape))
        self.register_buffer("moving_var", torch.ones(shape))

    def forward(self, X):
        Y, mean, var = batch_norm(self.training, X, self.gamma, self.beta, self.moving_mean, self.moving_var, 1e-5, 0.1)
        self.moving_mean, self.moving_var = mean.detach(), var.detach()
        return Y
