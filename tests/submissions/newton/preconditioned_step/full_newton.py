# score: 0 of 1
# solves with the whole Hessian (Newton), not with its diagonal
def preconditioned_step(x, grad, hessian, eta=1.0):
    return x - eta * torch.linalg.solve(hessian, grad)
