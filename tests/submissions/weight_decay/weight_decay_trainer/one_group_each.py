# score: 3 of 3
def weight_decay_trainer(net, lr, wd):
    groups = [{"params": [p], "weight_decay": 0.0 if n.endswith("bias") else wd} for n, p in net.named_parameters()]
    return torch.optim.SGD(groups, lr)
