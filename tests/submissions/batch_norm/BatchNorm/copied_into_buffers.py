# score: 3 of 3
# the buffers stay the same tensors, the new values are copied into them under no_grad, only in training
class BatchNorm(nn.Module):
    def __init__(self, num_features, num_dims):
        super().__init__()
        shape = [1, num_features] + [1] * (num_dims - 2)
        self.register_parameter("gamma", nn.Parameter(torch.full(shape, 1.0)))
        self.register_parameter("beta", nn.Parameter(torch.full(shape, 0.0)))
        self.register_buffer("moving_mean", torch.full(shape, 0.0))
        self.register_buffer("moving_var", torch.full(shape, 1.0))

    def forward(self, X):
        Y, m, v = batch_norm(
            self.training, X, self.gamma, self.beta, self.moving_mean.clone(), self.moving_var.clone(), 1e-5, 0.9
        )
        if self.training:
            with torch.no_grad():
                self.moving_mean.copy_(m)
                self.moving_var.copy_(v)
        return Y
