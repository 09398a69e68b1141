# score: 3 of 3
def sgd(params, lr, batch_size):
    with torch.no_grad():
        for i in range(len(params)):
            params[i].copy_(params[i] - lr * (params[i].grad / batch_size))
            params[i].grad.fill_(0)
