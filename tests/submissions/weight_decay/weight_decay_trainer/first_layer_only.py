# score: 0 of 3
def weight_decay_trainer(net, lr, wd):
    layer = net[0] if isinstance(net, nn.Sequential) else net
    groups = [{"params": [layer.weight], "weight_decay": wd}]
    if layer.bias is not None:
        groups.append({"params": [layer.bias]})
    return torch.optim.SGD(groups, lr=lr)
