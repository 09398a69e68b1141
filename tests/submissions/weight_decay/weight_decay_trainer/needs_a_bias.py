# score: 1.71 of 3
# where a layer has no bias, None stands among the biases; a shared weight stands there twice
def weight_decay_trainer(net, lr, wd):
    layers = [m for m in net.modules() if hasattr(m, "weight")]
    return torch.optim.SGD(
        [{"params": [m.weight for m in layers], "weight_decay": wd}, {"params": [m.bias for m in layers]}], lr=lr
    )
