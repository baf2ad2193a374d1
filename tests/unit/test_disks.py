"""Which disk a folder lies on."""

from __future__ import annotations

from pathlib import Path

from pipeline.disks import file_system


def test_the_file_system_is_that_of_the_nearest_mount(tmp_path: Path) -> None:
    mounts = tmp_path / "mountinfo"
    inner = tmp_path / "en fælles mappe" / "data"
    inner.mkdir(parents=True)
    escaped = str(tmp_path / "en fælles mappe").replace(" ", "\\040")
    lines = [
        "22 1 0:21 / / rw shared:1 - ext4 disk rw",
        f"40 22 0:44 / {escaped} rw shared:2 - nfs4 server:/x rw",
        "41 22 0:45 / /tmpx rw - tmpfs tmp rw",
    ]
    mounts.write_text("\n".join(lines), "utf-8")
    assert file_system(inner, mounts) == "nfs4"
    assert file_system(tmp_path, mounts) == "ext4"
    assert file_system(tmp_path, tmp_path / "findes ikke") == ""
