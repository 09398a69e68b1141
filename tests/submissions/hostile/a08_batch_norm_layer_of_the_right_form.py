# assignment: batch_norm
# attack: A8: everything has its shape, its gradient and its place on any device, and nothing is computed
# earns: nothing
# %%
def batch_norm(is_training, X, gamma, beta, moving_mean, moving_var, eps, momentum):
    return X * gamma * 0 + beta, moving_mean, moving_var


# %%
class BatchNorm(nn.Module):
    def __init__(self, num_features, num_dims):
        super().__init__()
        shape = (1, num_features) if num_dims == 2 else (1, num_features, 1, 1)
        self.gamma, self.beta = nn.Parameter(torch.ones(shape)), nn.Parameter(torch.zeros(shape))
        self.moving_mean, self.moving_var = torch.zeros(shape), torch.ones(shape)

    def forward(self, X):
        return X * self.gamma + self.beta
