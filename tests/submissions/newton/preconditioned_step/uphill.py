# score: 0 of 1
# plus in place of minus
def preconditioned_step(x, grad, hessian, eta=1.0):
    return x + eta * grad / torch.diag(hessian)
