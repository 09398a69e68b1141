# score: 0 of 1
def l1_penalty(w):
    return w.sum()
