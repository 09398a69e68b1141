# score: 4 of 4
def batch_norm(is_training, X, gamma, beta, moving_mean, moving_var, eps, momentum):
    if is_training:
        dims = tuple(d for d in range(X.dim()) if d != 1)
        mean = X.mean(dims, keepdim=True)
        var = (X**2).mean(dims, keepdim=True) - mean**2
        new_mean = torch.lerp(mean.detach(), moving_mean, momentum)
        new_var = torch.lerp(var.detach(), moving_var, momentum)
    else:
        mean, var, new_mean, new_var = moving_mean, moving_var, moving_mean, moving_var
    return gamma * ((X - mean) * torch.rsqrt(var + eps)) + beta, new_mean, new_var
