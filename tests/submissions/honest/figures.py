# honest-work: plots: show, savefig, subplots, animation frames, an image, styles, a figure left open
# earns: all
# %% honest: synthetic_data, data_iter, linreg, squared_loss, sgd, train_linreg
# %%
%matplotlib inline
import matplotlib.pyplot as plt
X, y = synthetic_data(torch.tensor([2, -3.4]), 4.2, 200)
plt.scatter(X[:, 1], y[:, 0], s=1); plt.xlabel("x"); plt.title("größe $\\alpha$"); plt.show()
# %%
fig, axes = plt.subplots(2, 2, figsize=(4, 4))
axes[0, 0].imshow(np.random.rand(8, 8)); axes[1, 1].hist(y.flatten().numpy())
plt.tight_layout(); plt.savefig("fig.png"); plt.savefig("fig.pdf"); plt.style.use("ggplot")
fig
