# score: 3 of 3
def weight_decay_trainer(net, lr, wd):
    weights, biases = [], []
    for name, param in net.named_parameters():
        (biases if name.split(".")[-1] == "bias" else weights).append(param)
    groups = [{"params": weights, "weight_decay": wd}, {"params": biases, "weight_decay": 0}]
    return torch.optim.SGD(groups, lr=lr)
