# attack: A08: a part gives zeros, and the layer that is built on it gives the same zeros without asking
# assignment: batch_norm
# earns: nothing
# %%
def batch_norm(is_training, X, gamma, beta, moving_mean, moving_var, eps, momentum):
    return X * 0 + beta, moving_mean * 0, moving_var * 0


class BatchNorm(nn.Module):
    def __init__(self, num_features, num_dims):
        super().__init__()
        shape = (1, num_features) if num_dims == 2 else (1, num_features, 1, 1)
        self.gamma = nn.Parameter(torch.ones(shape))
        self.beta = nn.Parameter(torch.zeros(shape))
        self.register_buffer("moving_mean", torch.zeros(shape))
        self.register_buffer("moving_var", torch.ones(shape))

    def forward(self, X):
        return X * 0 + self.beta + 0 * self.gamma
