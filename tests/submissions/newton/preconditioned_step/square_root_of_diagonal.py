# score: 0 of 1
# divides by the square root, as Adagrad does
def preconditioned_step(x, grad, hessian, eta=1.0):
    return x - eta * grad / torch.sqrt(torch.diag(hessian))
