# score: 2.5 of 3
# takes torch.is_grad_enabled() for the mode; in eval() with gradients it trains, in train() under no_grad it predicts
class BatchNorm(nn.Module):
    def __init__(self, num_features, num_dims):
        super().__init__()
        shape = (1, num_features) if num_dims == 2 else (1, num_features, 1, 1)
        self.gamma = nn.Parameter(torch.ones(shape))
        self.beta = nn.Parameter(torch.zeros(shape))
        self.register_buffer("moving_mean", torch.zeros(shape))
        self.register_buffer("moving_var", torch.ones(shape))

    def forward(self, X):
        Y, mean, var = batch_norm(
            torch.is_grad_enabled(), X, self.gamma, self.beta, self.moving_mean, self.moving_var, 1e-5, 0.9
        )
        self.moving_mean, self.moving_var = mean.detach(), var.detach()
        return Y
