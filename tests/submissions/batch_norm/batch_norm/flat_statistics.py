# score: 4 of 4
# statistics of shape (d,) for a dense layer, which broadcast as (1, d) does
def batch_norm(is_training, X, gamma, beta, moving_mean, moving_var, eps, momentum):
    if X.dim() == 2:
        moving_mean, moving_var = moving_mean.reshape(-1), moving_var.reshape(-1)
        mean, var = X.mean(0), X.var(0, unbiased=False)
    else:
        mean, var = X.mean((0, 2, 3), keepdim=True), X.var((0, 2, 3), unbiased=False, keepdim=True)
    if not is_training:
        return gamma * (X - moving_mean) / (moving_var + eps) ** 0.5 + beta, moving_mean, moving_var
    Y = gamma * (X - mean) / (var + eps) ** 0.5 + beta
    with torch.no_grad():
        return Y, momentum * moving_mean + (1 - momentum) * mean, momentum * moving_var + (1 - momentum) * var
