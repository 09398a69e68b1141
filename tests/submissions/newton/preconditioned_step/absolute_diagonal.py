# score: 0 of 1
# divides by |h_ii|; the docstring takes the element as it is, also a negative one
def preconditioned_step(x, grad, hessian, eta=1.0):
    return x - eta * grad / torch.diag(hessian).abs()
