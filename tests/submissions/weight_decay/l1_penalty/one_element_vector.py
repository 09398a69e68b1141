# score: 0 of 1
# returns shape (1,), not a 0-dimensional tensor
def l1_penalty(w):
    return w.abs().sum().reshape(1)
