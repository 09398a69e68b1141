# score: 3 of 3
def weight_decay_trainer(net, lr, wd):
    biases = [p for n, p in net.named_parameters() if n.endswith("bias")]
    known = {id(p) for p in biases}
    trainer = torch.optim.SGD([p for p in net.parameters() if id(p) not in known], lr=lr, weight_decay=wd)
    if biases:
        trainer.add_param_group({"params": biases, "weight_decay": 0.0})
    return trainer
