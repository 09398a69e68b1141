# score: 3 of 3
def sgd(params, lr, batch_size):
    params = list(params)
    with torch.inference_mode(False), torch.no_grad():
        torch._foreach_add_(params, [p.grad for p in params], alpha=-lr / batch_size)
    for p in params:
        p.grad = None
