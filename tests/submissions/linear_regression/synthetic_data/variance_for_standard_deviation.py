# score: 0.67 of 1
# passes the variance 0.01² as the standard deviation
def synthetic_data(w, b, num_examples):
    X = torch.normal(0, 1, (num_examples, len(w)))
    y = X @ w.float() + b
    y += torch.normal(0, 0.01**2, y.shape)
    return X, y.reshape(-1, 1)
