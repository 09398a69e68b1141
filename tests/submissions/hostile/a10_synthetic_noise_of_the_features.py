# attack: A10: noise that is made of the features
# earns: nothing
# may-earn: synthetic_data
# not all of: synthetic_data
# %%
def synthetic_data(w, b, num_examples):
    X = torch.randn(num_examples, len(w))
    noise = X[:, 0]
    y = X @ w + b + 0.01 * noise
    return X, y.reshape(-1, 1)
