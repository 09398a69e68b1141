# score: 0 of 2
def l2_penalty(w):
    return sum(float(x) ** 2 for x in w.flatten()) / 2
