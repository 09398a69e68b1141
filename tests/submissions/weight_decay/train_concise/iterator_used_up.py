# score: 0.33 of 2
# makes one iterator before the epochs, so that only the first epoch sees data
def train_concise(wd, train_iter, num_inputs, num_epochs=100, lr=0.003):
    net = nn.Linear(num_inputs, 1)
    for param in net.parameters():
        param.data.normal_()
    loss = nn.MSELoss()
    trainer = weight_decay_trainer(net, lr, wd)
    batches = iter(train_iter)
    for epoch in range(num_epochs):
        for X, y in batches:
            trainer.zero_grad()
            loss(net(X), y).backward()
            trainer.step()
    return net
