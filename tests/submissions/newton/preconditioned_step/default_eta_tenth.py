# score: 0 of 1
# the default of eta is 0.1, not 1.0
def preconditioned_step(x, grad, hessian, eta=0.1):
    return x - eta * grad / torch.diag(hessian)
