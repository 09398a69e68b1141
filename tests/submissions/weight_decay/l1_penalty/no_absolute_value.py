# score: 0 of 1
# the plain sum, without the absolute value
def l1_penalty(w):
    return w.sum()
