# score: 2 of 2
# add_ with alpha under a decorator, gradients set to None in a second loop
@torch.no_grad()
def sgd(params, states, hyperparams):
    lr = hyperparams["lr"]
    for param in params:
        param.add_(param.grad, alpha=-lr)
    for param in params:
        param.grad = None
