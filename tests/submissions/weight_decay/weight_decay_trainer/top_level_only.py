# score: 1.71 of 3
# looks only at the layers of the outermost net, and takes a weight that two of them share twice
def weight_decay_trainer(net, lr, wd):
    groups = []
    for layer in net.children() if list(net.children()) else [net]:
        if getattr(layer, "weight", None) is not None:
            groups.append({"params": [layer.weight], "weight_decay": wd})
        if getattr(layer, "bias", None) is not None:
            groups.append({"params": [layer.bias]})
    return torch.optim.SGD(groups, lr=lr)
