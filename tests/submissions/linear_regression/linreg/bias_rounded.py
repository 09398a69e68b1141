# score: 0 of 1
# int(b) cuts off the fraction; unnoticed with b = 0
def linreg(X, w, b):
    return torch.matmul(X, w) + int(b)
