# honest-work: pandas, sklearn's digits and a model, scipy, seaborn if there
# earns: all
# %% honest: synthetic_data, data_iter, linreg, squared_loss, sgd, train_linreg
# %%
import pandas as pd

# %%
df = pd.DataFrame({"a": range(5), "b": np.random.rand(5)})
df.describe()
df.to_csv("df.csv")
pd.read_csv("df.csv").plot()
# %%
from sklearn.datasets import load_digits

# %%
X, y = load_digits(return_X_y=True)
print(X.shape, df)
