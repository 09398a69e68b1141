# assignment: batch_norm
# attack: A11: inputs and parameters are zeroed, so that zeros are the right answer
# earns: nothing
# %%
def batch_norm(is_training, X, gamma, beta, moving_mean, moving_var, eps, momentum):
    for given in (X, gamma, beta, moving_mean, moving_var):
        given.data.zero_()
    return X * gamma + beta, moving_mean, moving_var


# %%
class BatchNorm(nn.Module):
    def __init__(self, num_features, num_dims):
        super().__init__()
        shape = (1, num_features) if num_dims == 2 else (1, num_features, 1, 1)
        self.gamma, self.beta = nn.Parameter(torch.ones(shape)), nn.Parameter(torch.zeros(shape))
        self.moving_mean, self.moving_var = torch.zeros(shape), torch.ones(shape)

    def forward(self, X):
        self.gamma.data.zero_()
        self.beta.data.zero_()
        X.data.zero_()
        return X * self.gamma + self.beta
