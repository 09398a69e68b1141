"""The memory that a container leaves, read from a folder that stands in for a group's."""

import os

from autograder.sandbox.jail import container, hierarchy

FILES = {
    "cgroup.procs": "", "memory.max": str(10 << 20), "memory.current": "1048576",
    "memory.stat": "anon 5\nactive_file 1048576\ninactive_file 1048576\n",
}  # fmt: skip


def test_a_limit_of_the_container_is_seen(tmp_path, monkeypatch):
    """What it leaves is what there is, cached files included; a group without a limit is passed over."""
    own_folder = tmp_path / "limited" / "own"
    own_folder.mkdir(parents=True)
    for name, content in FILES.items():
        (own_folder.parent / name).write_text(content)
        (own_folder / name).write_text(content)
    (own_folder / "memory.max").write_text("max")
    monkeypatch.setattr(hierarchy, "own_folder", lambda controller: None if controller else own_folder)
    (group,) = container.limited_groups()
    assert group.size_mb() == 10
    assert group.left_mb() == 10 - 1 + 2
    os.close(group.folder)
