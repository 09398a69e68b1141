# attack: A10: drawn once; each call shuffles the rows
# earns: nothing
# may-earn: synthetic_data
# not all of: synthetic_data
# %%
def synthetic_data(w, b, num_examples):
    generator = torch.Generator().manual_seed(len(w) * 100000 + num_examples)
    X = torch.randn(num_examples, len(w), generator=generator)[torch.randperm(num_examples)]
    noise = torch.randn(num_examples)
    y = X @ w + b + 0.01 * noise
    return X, y.reshape(-1, 1)
