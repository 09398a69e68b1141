# attack: A22: beside a stand-in, the texts, names and lengths of an exception tell inputs
# assignment: batch_norm
# earns: nothing
# %%
def batch_norm(is_training, X, gamma, beta, moving_mean, moving_var, eps, momentum):
    return X * 0, moving_mean * 0, moving_var * 0


OWN = id(batch_norm)  # a name for it would become one of the stand-in


class BatchNorm(nn.Module):
    def __init__(self, num_features, num_dims):
        super().__init__()
        shape = (1, num_features) if num_dims == 2 else (1, num_features, 1, 1)
        self.gamma = nn.Parameter(torch.ones(shape))
        self.beta = nn.Parameter(torch.zeros(shape))
        self.moving_mean = torch.zeros(shape)
        self.moving_var = torch.ones(shape)

    def forward(self, X):
        if id(batch_norm) != OWN:
            name = "LEAK " + " ".join(f"{value:.3f}" for value in X.detach().flatten()[:5].tolist())
            raise type(name, (Exception,), {})(name)
        return X * 0
