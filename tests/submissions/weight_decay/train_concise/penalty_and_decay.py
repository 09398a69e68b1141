# score: 1 of 2
# the penalty in the loss and the decay in the optimizer, decayed twice
def train_concise(wd, train_iter, num_inputs, num_epochs=100, lr=0.003):
    net = nn.Linear(num_inputs, 1)
    for param in net.parameters():
        param.data.normal_()
    loss = nn.MSELoss()
    trainer = weight_decay_trainer(net, lr, wd)
    for epoch in range(num_epochs):
        for X, y in train_iter:
            trainer.zero_grad()
            (loss(net(X), y) + wd * l2_penalty(net.weight)).backward()
            trainer.step()
    return net
