# score: 0 of 1
# clamps the diagonal from below at 1, "for stability"; wrong for elements smaller than 1
def preconditioned_step(x, grad, hessian, eta=1.0):
    return x - eta * grad / torch.diag(hessian).clamp(min=1.0)
