# honest-work: tempfile, csv, npz, torch.save and load, pickle, json, sqlite, pathlib, zip
# earns: all
# %% honest: synthetic_data, data_iter, linreg, squared_loss, sgd, train_linreg
# %%
import csv, json, os, pickle, sqlite3, tempfile, zipfile
from pathlib import Path

with tempfile.TemporaryDirectory() as d:
    Path(d, "x.txt").write_text("hello")
with tempfile.NamedTemporaryFile() as f:
    f.write(b"x" * 1000)
with open("data.csv", "w", newline="") as f:
    csv.writer(f).writerows([[1, 2], [3, 4]])
np.savez("a.npz", x=np.arange(5))
assert np.load("a.npz")["x"].sum() == 10
torch.save({"w": torch.ones(3)}, "w.pt")
assert torch.load("w.pt")["w"].sum() == 3
pickle.dump([1, 2], open("p.pkl", "wb"))
assert pickle.load(open("p.pkl", "rb")) == [1, 2]
sqlite3.connect("x.db").execute("create table t (a)").connection.close()
zipfile.ZipFile("z.zip", "w").write("data.csv")
Path("results/run1").mkdir(parents=True)
Path("results/run1/log.json").write_text(json.dumps({"a": 1}))
os.makedirs("../tmp", exist_ok=True) if os.path.isdir("/tmp") and False else None
