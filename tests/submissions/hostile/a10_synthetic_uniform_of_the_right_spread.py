# attack: A10: uniform numbers with the mean and the spread of normal ones
# earns: nothing
# may-earn: synthetic_data
# not all of: synthetic_data
# %%
def synthetic_data(w, b, num_examples):
    X = (torch.rand(num_examples, len(w)) - 0.5) * 12**0.5
    noise = (torch.rand(num_examples) - 0.5) * 12**0.5
    y = X @ w + b + 0.01 * noise
    return X, y.reshape(-1, 1)
