# score: 2 of 2
# torch.optim.SGD with weight_decay on a copy
def decay_update(w, grad, lr, wd, batch_size=None):
    p = nn.Parameter(w.detach().clone())
    p.grad = grad.detach().clone()
    torch.optim.SGD([p], lr=lr, weight_decay=wd / (batch_size or 1)).step()
    return p.detach()
