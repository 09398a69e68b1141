# score: 1 of 1
# keeps only the diagonal as a matrix, and solves with it
def preconditioned_step(x, grad, hessian, eta=1.0):
    D = torch.diag_embed(torch.diagonal(hessian))
    return x - eta * torch.linalg.solve(D, grad)
