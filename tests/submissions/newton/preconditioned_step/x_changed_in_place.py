# score: 0 of 1
# changes x and returns it; a new tensor is asked for
def preconditioned_step(x, grad, hessian, eta=1.0):
    x -= eta * grad / torch.diag(hessian)
    return x
