# score: 0 of 1
# 1 / (1 + 0.1 t), the square root is missing
def polynomial(t):
    return 1 / (1 + 0.1 * t)
