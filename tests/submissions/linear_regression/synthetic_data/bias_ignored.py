# score: 0 of 1
# b is not added
def synthetic_data(w, b, num_examples):
    X = torch.normal(0, 1, (num_examples, len(w)))
    y = torch.matmul(X, w.float())
    y += torch.normal(0, 0.01, y.shape)
    return X, y.reshape(-1, 1)
