# score: 2.75 of 3
# the moving statistics are nn.Parameter (without gradient) and show up in parameters(); they must be none
class BatchNorm(nn.Module):
    def __init__(self, num_features, num_dims):
        super().__init__()
        shape = (1, num_features) if num_dims == 2 else (1, num_features, 1, 1)
        self.gamma = nn.Parameter(torch.ones(shape))
        self.beta = nn.Parameter(torch.zeros(shape))
        self.moving_mean = nn.Parameter(torch.zeros(shape), requires_grad=False)
        self.moving_var = nn.Parameter(torch.ones(shape), requires_grad=False)

    def forward(self, X):
        Y, mean, var = batch_norm(
            self.training, X, self.gamma, self.beta, self.moving_mean.data, self.moving_var.data, 1e-5, 0.9
        )
        self.moving_mean.data = mean.detach()
        self.moving_var.data = var.detach()
        return Y
