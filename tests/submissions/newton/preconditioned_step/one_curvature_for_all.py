# score: 0 of 1
# divides every coordinate by the mean of the diagonal, not by its own element
def preconditioned_step(x, grad, hessian, eta=1.0):
    return x - eta * grad / (torch.trace(hessian) / len(x))
