# honest-work: seeds set, two threads for torch and real computing, then deterministic algorithms
# earns: all
# %% honest: synthetic_data, data_iter, linreg, squared_loss, sgd, train_linreg
# %%
torch.manual_seed(0)
random.seed(0)
np.random.seed(0)
torch.set_num_threads(2)
a = torch.randn(700, 700)
for _ in range(3):
    a = (a @ a).softmax(1)
net = nn.Sequential(nn.Conv2d(3, 8, 3), nn.ReLU(), nn.Flatten(), nn.LazyLinear(10))
opt = torch.optim.Adam([p for p in net[:1].parameters()])
net(torch.randn(8, 3, 32, 32)).sum().backward()
opt.step()
torch.use_deterministic_algorithms(True)
