# score: 2.75 of 3
# gamma and beta are buffers, so no optimizer ever sees them; they must be nn.Parameter
class BatchNorm(nn.Module):
    def __init__(self, num_features, num_dims):
        super().__init__()
        shape = (1, num_features) if num_dims == 2 else (1, num_features, 1, 1)
        self.register_buffer("gamma", torch.ones(shape, requires_grad=True))
        self.register_buffer("beta", torch.zeros(shape, requires_grad=True))
        self.register_buffer("moving_mean", torch.zeros(shape))
        self.register_buffer("moving_var", torch.ones(shape))

    def forward(self, X):
        Y, mean, var = batch_norm(self.training, X, self.gamma, self.beta, self.moving_mean, self.moving_var, 1e-5, 0.9)
        self.moving_mean, self.moving_var = mean.detach(), var.detach()
        return Y
