# score: 0 of 1
# multiplies by the diagonal, not by its inverse
def preconditioned_step(x, grad, hessian, eta=1.0):
    return x - eta * grad * torch.diag(hessian)
