# score: 4 of 4
def batch_norm(is_training, X, gamma, beta, moving_mean, moving_var, eps, momentum):
    mean, var = moving_mean.flatten().clone(), moving_var.flatten().clone()
    Y = F.batch_norm(X, mean, var, gamma.flatten(), beta.flatten(), bool(is_training), 1 - momentum, eps)
    if is_training:
        dims = [d for d in range(X.dim()) if d != 1]
        biased = X.detach().var(dims, correction=0)
        var = momentum * moving_var.flatten() + (1 - momentum) * biased
    return Y, mean.reshape(moving_mean.shape), var.reshape(moving_var.shape)
