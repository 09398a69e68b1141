# score: 1 of 1
# by way of vectors, made a column at the end
def linreg(X, w, b):
    def predict(X, w):
        return torch.mv(X, w.reshape(-1))

    return predict(X, w).unsqueeze(1).add(b)
