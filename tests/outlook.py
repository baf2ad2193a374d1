"""`.msg` files as Outlook saves them: a compound file (MS-CFB) with the properties of a mail (MS-OXMSG)."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

SECTOR, MINI, CUTOFF = 512, 64, 4096
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
Tree = Mapping[str, "bytes | Tree"]


@dataclass
class _Entry:
    name: str
    kind: int
    content: bytes = b""
    children: list[int] = field(default_factory=list)
    start: int = END
    left: int = FREE
    right: int = FREE
    child: int = FREE


def compound_file(tree: Tree) -> bytes:
    """The folders and streams of a tree in one file."""
    entries = [_Entry("Root Entry", 5)]
    _list(tree, 0, entries)
    mini, mini_fat = bytearray(), list[int]()
    big: list[_Entry] = []
    for entry in entries:
        if entry.kind != 2 or not entry.content:
            continue
        if len(entry.content) >= CUTOFF:
            big.append(entry)
            continue
        entry.start = len(mini) // MINI
        pieces = -(-len(entry.content) // MINI)
        mini += entry.content.ljust(pieces * MINI, b"\0")
        mini_fat += [*range(entry.start + 1, entry.start + pieces), END]
    entries[0].content = bytes(mini)
    sectors, chains = bytearray(), list[int]()

    def put(content: bytes) -> int:
        start, pieces = len(chains), -(-len(content) // SECTOR)
        sectors.extend(content.ljust(pieces * SECTOR, b"\0"))
        chains.extend([*range(start + 1, start + pieces), END])
        return start if pieces else END

    for entry in [*big, entries[0]]:
        entry.start = put(entry.content)
    first_mini_fat = put(b"".join(struct.pack("<I", one) for one in mini_fat))
    directory = put(b"".join(map(_packed, entries)))
    fat_sectors = 1
    while (len(chains) + fat_sectors) * 4 > fat_sectors * SECTOR:
        fat_sectors += 1
    first_fat = len(chains)
    fat = [*chains, *[FAT] * fat_sectors]
    fat += [FREE] * (fat_sectors * SECTOR // 4 - len(fat))
    mini_sectors = -(-len(mini_fat) * 4 // SECTOR)
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack(
        "<IIIIIIIII",
        0,
        fat_sectors,
        directory,
        0,
        CUTOFF,
        first_mini_fat if mini_fat else END,
        mini_sectors,
        END,
        0,
    )
    listed = [first_fat + n for n in range(fat_sectors)]
    head += b"".join(struct.pack("<I", one) for one in [*listed, *[FREE] * (109 - fat_sectors)])
    return head + bytes(sectors) + b"".join(struct.pack("<I", one) for one in fat)


def _list(tree: Tree, parent: int, entries: list[_Entry]) -> None:
    # Siblings as a chain to the right: no search tree, but one that every reader walks whole.
    before = -1
    for name in sorted(tree, key=lambda name: (len(name), name.upper())):
        inside = tree[name]
        number = len(entries)
        entry = _Entry(name, 2, inside) if isinstance(inside, bytes) else _Entry(name, 1)
        entries.append(entry)
        if before < 0:
            entries[parent].child = number
        else:
            entries[before].right = number
        before = number
        if not isinstance(inside, bytes):
            _list(inside, number, entries)


def _packed(entry: _Entry) -> bytes:
    name = entry.name.encode("utf-16-le")
    size = len(entry.content)
    return (
        name.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(name) + 2, entry.kind, 1, entry.left, entry.right, entry.child)
        + bytes(16 + 4 + 8 + 8)
        + struct.pack("<IQ", entry.start if size or entry.kind == 5 else 0, size)
    )


def saved_mail(headers: str, subject: str, text: str, files: Sequence[tuple[str, bytes | None]]) -> bytes:
    """A mail as `.msg`; a file of None is a mail in the mail, which is no stream of bytes."""
    root = _properties({0x007D: headers, 0x0037: subject, 0x1000: text}, 32, len(files))
    for n, (name, content) in enumerate(files):
        method = 5 if content is None else 1
        root[f"__attach_version1.0_#{n:08X}"] = _properties({0x3707: name}, 8, 0, content, method)
    return compound_file(root)


def _properties(
    texts: Mapping[int, str], header: int, files: int, content: bytes | None = None, method: int = 0
) -> dict[str, bytes | Tree]:
    streams: dict[str, bytes | Tree] = {}
    rows = b""
    for id, text in texts.items():
        value = text.encode("utf-16-le")
        streams[f"__substg1.0_{id:04X}001F"] = value
        rows += struct.pack("<HHIII", 0x1F, id, 6, len(value) + 2, 0)
    if method:
        rows += struct.pack("<HHIII", 0x3, 0x3705, 6, method, 0)
    if content is not None:
        streams["__substg1.0_37010102"] = content
        rows += struct.pack("<HHIII", 0x102, 0x3701, 6, len(content), 0)
    head = struct.pack("<8x4I", 0, files, 0, files).ljust(header, b"\0") if header == 32 else bytes(header)
    streams["__properties_version1.0"] = head + rows
    return streams
