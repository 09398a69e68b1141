# score: 4 of 4
def batch_norm(is_training, X, gamma, beta, moving_mean, moving_var, eps, momentum):
    if is_training:
        axes = [0] if X.dim() == 2 else [0, 2, 3]
        n = X.numel() // X.shape[1]
        mean = X.sum(axes, keepdim=True) / n
        var = (X - mean).square().sum(axes, keepdim=True) / n
        with torch.no_grad():
            moving_mean.mul_(momentum).add_((1 - momentum) * mean)
            moving_var.mul_(momentum).add_((1 - momentum) * var)
    else:
        mean, var = moving_mean, moving_var
    return (X - mean) / (var + eps) ** 0.5 * gamma + beta, moving_mean, moving_var
