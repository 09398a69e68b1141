# score: 0 of 1
# eta is ignored; right only for eta = 1
def preconditioned_step(x, grad, hessian, eta=1.0):
    return x - grad / torch.diag(hessian)
