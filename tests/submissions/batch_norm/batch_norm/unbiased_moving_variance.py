# score: 2 of 4
def batch_norm(is_training, X, gamma, beta, moving_mean, moving_var, eps, momentum):
    mean, var = moving_mean.flatten().clone(), moving_var.flatten().clone()
    Y = F.batch_norm(X, mean, var, gamma.flatten(), beta.flatten(), is_training, 1 - momentum, eps)
    return Y, mean.reshape(moving_mean.shape), var.reshape(moving_var.shape)
