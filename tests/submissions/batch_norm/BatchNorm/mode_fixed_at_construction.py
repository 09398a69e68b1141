# score: 2 of 3
# the mode is read once in __init__, so eval() has no effect
class BatchNorm(nn.Module):
    def __init__(self, num_features, num_dims):
        super().__init__()
        shape = (1, num_features) if num_dims == 2 else (1, num_features, 1, 1)
        self.gamma = nn.Parameter(torch.ones(shape))
        self.beta = nn.Parameter(torch.zeros(shape))
        self.register_buffer("moving_mean", torch.zeros(shape))
        self.register_buffer("moving_var", torch.ones(shape))
        self.is_training = self.training

    def forward(self, X):
        Y, mean, var = batch_norm(
            self.is_training, X, self.gamma, self.beta, self.moving_mean, self.moving_var, 1e-5, 0.9
        )
        self.moving_mean, self.moving_var = mean.detach(), var.detach()
        return Y
