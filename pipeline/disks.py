"""The disks that folders lie on: a register's locks hold only on this machine's own."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

NETWORK: Final = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "9p", "afs", "ceph", "glusterfs", "lustre", "gpfs"}
    | {"fuse.sshfs", "fuse.glusterfs", "fuse.rclone", "fuse.s3fs", "davfs", "beegfs", "ocfs2", "gfs2"}
)
"""File systems of other machines: SQLite's locks and its log in shared memory don't hold on them."""
MOUNTS: Final = Path("/proc/self/mountinfo")
_ESCAPED = re.compile(r"\\([0-7]{3})")


def file_system(folder: Path, mounts: Path = MOUNTS) -> str:
    """The kind of file system a folder lies on; empty where this can't be told."""
    try:
        lines = mounts.read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return ""
    where, kind, longest = folder.resolve(), "", -1
    for line in lines:
        mounted, _, about = line.partition(" - ")
        point = Path(_ESCAPED.sub(lambda found: chr(int(found[1], 8)), mounted.split(" ")[4]))
        # A later line over the same mount point is what lies on top.
        if where.is_relative_to(point) and len(point.parts) >= longest:
            longest, kind = len(point.parts), about.split(" ")[0]
    return kind
