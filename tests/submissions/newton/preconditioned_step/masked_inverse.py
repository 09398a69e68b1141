# score: 1 of 1
# masks the Hessian by the identity and multiplies by the inverse
def preconditioned_step(x, grad, hessian, eta=1.0):
    mask = torch.eye(x.numel(), dtype=hessian.dtype)
    inverse = torch.linalg.inv(hessian * mask)
    step = inverse @ grad
    out = x.clone()
    out -= eta * step
    return out
