# score: 0 of 1
# confuses the model with the data, and adds noise of 0.01; the model is X w + b exactly
def linreg(X, w, b):
    y = X @ w + b
    return y + torch.normal(0, 0.01, y.shape)
