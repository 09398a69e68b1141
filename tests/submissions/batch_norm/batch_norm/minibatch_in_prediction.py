# score: 2.8 of 4
def batch_norm(is_training, X, gamma, beta, moving_mean, moving_var, eps, momentum):
    dims = (0,) if X.dim() == 2 else (0, 2, 3)
    mean = X.mean(dims, keepdim=True)
    var = ((X - mean) ** 2).mean(dims, keepdim=True)
    if is_training:
        moving_mean = momentum * moving_mean + (1 - momentum) * mean.detach()
        moving_var = momentum * moving_var + (1 - momentum) * var.detach()
    return gamma * (X - mean) / torch.sqrt(var + eps) + beta, moving_mean, moving_var
