# score: 0 of 1
# divides by the row sums of H; right only for a diagonal H
def preconditioned_step(x, grad, hessian, eta=1.0):
    return x - eta * grad / hessian.sum(dim=1)
