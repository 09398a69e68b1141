# score: 1 of 1
def preconditioned_step(x, grad, hessian, eta=1.0):
    return torch.stack([x[i] - eta * grad[i] / hessian[i, i] for i in range(len(x))])
