# assignment: batch_norm
# attack: A8: moving statistics that are computed when they are looked at, from nothing
# earns: nothing
# %%
class BatchNorm(nn.Module):
    def __init__(self, num_features, num_dims):
        super().__init__()
        shape = (1, num_features) if num_dims == 2 else (1, num_features, 1, 1)
        self.gamma, self.beta = nn.Parameter(torch.ones(shape)), nn.Parameter(torch.zeros(shape))

    moving_mean = property(lambda self: torch.zeros_like(self.gamma).detach())
    moving_var = property(lambda self: torch.ones_like(self.gamma).detach())

    def forward(self, X):
        return X * self.gamma + self.beta
