"""Makes the example class: notebooks of `linear_regression` as students hand them in, each named for what became of it.

.venv/bin/python examples/make.py
"""

from __future__ import annotations

import copy
import json
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CLASS = ROOT / "examples" / "linear_regression"
ANSWERS = ROOT / "tests" / "submissions" / "linear_regression"

RIGHT = {
    "synthetic_data": "randn", "data_iter": "torch_randperm", "linreg": "operator", "squared_loss": "view_as",
    "sgd": "decorated_with_no_grad", "train_linreg": "inline",
}  # fmt: skip
OTHER = RIGHT | {
    "data_iter": "split_and_zip",
    "linreg": "addmm",
    "squared_loss": "mse_without_reduction",
    "sgd": "data",
}
PARTLY = RIGHT | {"data_iter": "last_batch_dropped", "squared_loss": "labels_not_reshaped", "sgd": "gradients_kept"}
MISTAKEN = {"linreg": "no_bias", "squared_loss": "no_half", "sgd": "up_the_gradient", "data_iter": "not_shuffled"}


def released() -> dict:
    return json.loads((ROOT / "assignments" / "linear_regression" / "linear_regression.ipynb").read_text())


def source(cell: dict) -> str:
    return "".join(cell["source"])


def answer_cell(notebook: dict, exercise: str) -> dict:
    cells = (c for c in notebook["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") == exercise)
    return next(cells)


def solved(labels: dict[str, str]) -> dict:
    """The released notebook with these kept answers in their cells."""
    notebook = released()
    for exercise, label in labels.items():
        text = (ANSWERS / exercise / f"{label}.py").read_text()
        answer_cell(notebook, exercise)["source"] = text.split("\n", 1)[1].rstrip("\n")
    return notebook


def with_cell(notebook: dict, text: str, after: str) -> dict:
    """The notebook with one more code cell behind an answer."""
    place = notebook["cells"].index(answer_cell(notebook, after)) + 1
    notebook["cells"].insert(
        place,
        {"cell_type": "code", "execution_count": None, "id": "added", "metadata": {}, "outputs": [], "source": text},
    )
    return notebook


def stripped(notebook: dict) -> dict:
    """As Colab or VS Code may leave it: no metadata that the course knows, other keys, cells copied twice."""
    for cell in notebook["cells"]:
        cell["metadata"] = {"id": "aBcDeF123", "outputId": "x"}
    notebook["cells"].append(copy.deepcopy(notebook["cells"][3]) | {"id": "again"})
    notebook["metadata"] = {"colab": {"provenance": []}, "kernelspec": {"name": "python3", "display_name": "Python 3"}}
    return notebook


def without(notebook: dict, exercise: str) -> dict:
    notebook["cells"].remove(answer_cell(notebook, exercise))
    return notebook


def as_text(notebook: dict, exercise: str) -> dict:
    cell = answer_cell(notebook, exercise)
    cell["cell_type"] = "markdown"
    del cell["outputs"], cell["execution_count"]
    return notebook


def class_of() -> dict[str, dict | str]:
    broken = solved(RIGHT)
    answer_cell(broken, "sgd")["source"] = "def sgd(params, lr, batch_size)\n    for p in params:\n        p -= lr"
    other_kernel = solved(RIGHT)
    other_kernel["metadata"] |= {
        "kernelspec": {"name": "ir", "display_name": "R", "language": "R"},
        "language_info": {"name": "R"},
    }
    endless = solved(RIGHT)
    answer_cell(endless, "train_linreg")["source"] = "loss = 1\nwhile loss > 0:\n    loss = loss / 1"
    cheat = (
        "import os, torch\n"
        "class Right(torch.Tensor):\n    __eq__ = lambda self, other: True\n"
        "    @classmethod\n    def __torch_function__(cls, *args, **kwargs):\n        return True\n"
        "torch.allclose = torch.equal = torch.isclose = lambda *args, **kwargs: True\n"
        "squared_loss = linreg = lambda *args: torch.zeros(1).as_subclass(Right)\n"
        "def sgd(params, lr, batch_size):\n    print(open('../../tests/graders/test_linear_regression.py').read())\n"
        "def data_iter(*args):\n    os._exit(0)\n"
    )
    return {
        "perfect": solved(RIGHT),
        "another_way": solved(OTHER),
        "partly_right": solved(PARTLY),
        "well_known_mistakes": solved(MISTAKEN),
        "untouched": released(),
        "syntax_error": broken,
        "endless_loop": endless,
        "crash": with_cell(solved(RIGHT), "import ctypes\nctypes.string_at(0)", after="linreg"),
        "error_in_a_cell": with_cell(solved(RIGHT), "features[2000]", after="data_iter"),
        "stripped_metadata": stripped(solved(RIGHT)),
        "shell_and_input": with_cell(solved(RIGHT), "!pip install d2l\nname = input('who are you?')", after="linreg"),
        "deleted_cell": without(solved(RIGHT), "linreg"),
        "cell_turned_to_text": as_text(solved(RIGHT), "squared_loss"),
        "cheat": with_cell(released(), cheat, after="sgd"),
        "other_kernel": other_kernel,
        "not_a_notebook": "My answers are on the next page.\n",
        "empty_file": "",
    }


def main() -> None:
    CLASS.mkdir(exist_ok=True)
    for name, content in class_of().items():
        text = content if isinstance(content, str) else json.dumps(content, indent=1, ensure_ascii=False) + "\n"
        (CLASS / f"{name}.ipynb").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
