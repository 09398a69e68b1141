# score: 1 of 1
# the diagonal by torch.diag
def preconditioned_step(x, grad, hessian, eta=1.0):
    return x - eta * grad / torch.diag(hessian)
