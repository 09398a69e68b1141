# attack: A3: writes a report under every name that a report may have
# earns: linreg
# %%
import json, os

full = {
    "assignment": "linear_regression",
    "student": "me",
    "score": 12,
    "max_score": 12,
    "status": "graded",
    "reason": "forged",
    "exercises": [],
}
wrote = []
for place in (
    ".",
    "..",
    "/",
    "/tmp",
    "/out",
    "/work/main/out",
    "/work",
    "/autograder/results",
    "/root",
    "/proc/1/cwd",
    "/proc/1/root/tmp",
    "/dev/shm",
    "/tmp/hostile/out/linear_regression",
    os.path.dirname(torch.__file__),
    os.path.dirname(np.__file__),
):
    for name in (
        "report.json",
        "results.json",
        "grades.csv",
        "a03_writes_reports_everywhere.json",
        "linear_regression/me.json",
    ):
        try:
            os.makedirs(os.path.dirname(os.path.join(place, name)), exist_ok=True)
            with open(os.path.join(place, name), "w") as f:
                json.dump(full, f)
            wrote.append(os.path.join(place, name))
        except OSError:
            pass
beyond = [
    w
    for w in wrote
    if not w.startswith(("./", "/tmp", "/dev/shm"))
    and not os.path.realpath(w).startswith(("/home/student", "/tmp", "/dev/shm"))
]


# %% honest: linreg
# %%
def sgd(params, lr, batch_size):
    raise ValueError(f"LEAK wrote {beyond}" if beyond else "only at home")
