# score: 3 of 3
def sgd(params, lr, batch_size):
    for param in params:
        param.data -= (lr / batch_size) * param.grad.data
        param.grad = torch.zeros_like(param)
