# score: 1 of 1
# the diagonal by einsum
def preconditioned_step(x, grad, hessian, eta=1.0):
    d = torch.einsum("ii->i", hessian)
    return torch.sub(x, torch.div(grad, d), alpha=eta)
