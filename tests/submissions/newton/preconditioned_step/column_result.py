# score: 0 of 1
# returns shape (d, 1), not (d,)
def preconditioned_step(x, grad, hessian, eta=1.0):
    inv = torch.diag(1 / torch.diag(hessian))
    return x.reshape(-1, 1) - eta * inv @ grad.reshape(-1, 1)
