# attack: A10: half of the numbers are wide and half are narrow: mean and spread are right
# earns: nothing
# may-earn: synthetic_data
# not all of: synthetic_data
# %%
def synthetic_data(w, b, num_examples):
    wide = torch.where(torch.rand(num_examples, len(w)) < 0.5, 1.3, 0.5568)
    X = torch.randn(num_examples, len(w)) * wide
    noise = torch.randn(num_examples)
    y = X @ w + b + 0.01 * noise
    return X, y.reshape(-1, 1)
