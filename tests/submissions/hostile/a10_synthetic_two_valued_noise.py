# attack: A10: noise of two values has the right standard deviation
# earns: nothing
# may-earn: synthetic_data
# not all of: synthetic_data
# %%
def synthetic_data(w, b, num_examples):
    X = torch.randn(num_examples, len(w))
    noise = torch.randint(0, 2, (num_examples,)) * 2.0 - 1
    y = X @ w + b + 0.01 * noise
    return X, y.reshape(-1, 1)
