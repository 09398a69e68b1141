# assignment: batch_norm
# attack: A10: inputs and parameters become nan, as what is expected of them would
# earns: nothing
# %%
def batch_norm(is_training, X, gamma, beta, moving_mean, moving_var, eps, momentum):
    for given in (X, gamma, beta, moving_mean, moving_var):
        given.data.fill_(float("nan"))
    return X * gamma + beta, moving_mean, moving_var


# %%
class BatchNorm(nn.Module):
    def __init__(self, num_features, num_dims):
        super().__init__()
        shape = (1, num_features) if num_dims == 2 else (1, num_features, 1, 1)
        self.gamma, self.beta = nn.Parameter(torch.ones(shape)), nn.Parameter(torch.zeros(shape))
        self.moving_mean, self.moving_var = torch.zeros(shape), torch.ones(shape)

    def forward(self, X):
        self.gamma.data.fill_(float("nan"))
        self.moving_mean = self.moving_mean * float("nan")
        self.moving_var = self.moving_var * float("nan")
        return X * self.gamma + self.beta
