# score: 2.14 of 3
# decays what is frozen as well, by hand
class Trainer(torch.optim.SGD):
    def step(self, closure=None):
        with torch.no_grad():
            for group in self.param_groups:
                for p in group["params"]:
                    grad = 0 if p.grad is None else p.grad
                    p -= group["lr"] * (grad + group["weight_decay"] * p)


def weight_decay_trainer(net, lr, wd):
    weights = [p for n, p in net.named_parameters() if not n.endswith("bias")]
    biases = [p for n, p in net.named_parameters() if n.endswith("bias")]
    return Trainer([{"params": weights, "weight_decay": wd}, {"params": biases, "weight_decay": 0.0}], lr=lr)
