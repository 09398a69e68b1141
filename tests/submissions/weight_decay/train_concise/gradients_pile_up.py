# score: 0.33 of 2
def train_concise(wd, train_iter, num_inputs, num_epochs=100, lr=0.003):
    net = nn.Linear(num_inputs, 1)
    for param in net.parameters():
        param.data.normal_()
    trainer = weight_decay_trainer(net, lr, wd)
    for _ in range(num_epochs):
        for X, y in train_iter:
            F.mse_loss(net(X), y).backward()
            trainer.step()
    return net
