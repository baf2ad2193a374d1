"""Older and other kinds of text document, made Word files by LibreOffice where it is installed.

LibreOffice reads far more than a form may hold, so it runs as a stranger: in a process group of its own that
is always ended, with a profile and a folder of its own that are always removed, within limits of time, memory
and file size, with macros off, links never updated and every address behind a proxy that is not there.
Nothing of the sender's file is in a file name, an argument or a message.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Final
from xml.sax.saxutils import quoteattr

from pipeline.container import (
    CONTENT_TYPES,
    DEFAULT_LIMITS,
    MEGABYTE,
    is_flat_xml,
    is_locked,
    open_package,
    sniff,
    write_package,
)
from pipeline.errors import InputRejected, TemporaryFailure
from pipeline.xml import NS, children, has_doctype, parse, serialize

SECONDS: Final = 60.0
"""The longest a conversion may take; one of a form takes about one."""

_MEMORY, _FILE = 4096 * MEGABYTE, 200 * MEGABYTE
_PROGRAMS = ("soffice", "libreoffice")
_FILTERS: Final = {
    "odt": ("writer8", "OpenDocument Text Flat XML"),
    "rtf": ("Rich Text Format", "Rich Text Format"),
    "doc": ("MS Word 97", "MS Word 2003 XML"),
}
"""How LibreOffice reads each kind: as a file of its own, and as plain XML. Told, so that it never guesses."""

_KINDS = {"odt": "odt", "rtf": "rtf", "ole": "doc"}
_ODT_TEXTS = frozenset({"content.xml", "styles.xml", "meta.xml", "settings.xml"})


def _any(patterns: bytes, stream: str = "") -> re.Pattern[bytes]:
    """Finds markup or the name of a stream of a .doc, which stands there in two bytes a letter."""
    return re.compile(patterns + (b"|" + re.escape(stream.encode("utf-16-le")) if stream else b""))


_LEFT: Final = {
    "file.macros": _any(rb"<ooo:library-embedded|<w:binData [^>]*editdata.mso", "_VBA_PROJECT"),
    "file.active_controls": _any(rb"<draw:control |\\objocx|<w:ocx ", "OCXNAME"),
    # A .doc keeps its objects under numbers.
    "file.embedded_document": _any(
        rb"<draw:object(?:-ole)? |\\objemb|<w:docOleData|_\0(?:[0-9]\0){8,10}\0\0"
    ),
    "file.hidden_sections": _any(rb"<text:section [^>]*text:display=|<text:hidden-paragraph "),
    "file.external_links": _any(
        rb"<text:section-source |<office:dde-source |<draw:image [^>]*href=\"[a-z]+:/"
        rb"|INCLUDE(?:PICTURE|TEXT)|DDEAUTO|\\objlink"
    ),
}
"""What only a document's own bytes still show, by the notice that tells of it."""

_FLAT_PACKAGE = b"http://schemas.microsoft.com/office/2006/xmlPackage"
_FLAT_NAMES = f"{{{_FLAT_PACKAGE.decode()}}}"
_HEAD = 4096

_OUT = "docx:MS Word 2007 XML"
_LIMITED = """
ulimit -c 0
ulimit -v "$1"
ulimit -f "$2"
shift 2
exec "$@"
"""
"""Sets what the program may use, then becomes it. A limit that is already lower stays.

A shell, as code between fork and exec is not safe where other threads run.
"""

_SETTINGS: Final = (
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Common/Security/Scripting", "DisablePythonRuntime", "true"),
    ("Common/Save/Document", "LoadPrinter", "false"),
    ("Common/Misc", "UseOpenCL", "false"),
    ("Writer/Content/Update", "Link", "0"),
    ("Calc/Content/Update", "Link", "2"),
    ("Recovery/RecoveryInfo", "Enabled", "false"),
)
_PROXY: Final = (
    ("ooInetProxyType", "2"),
    *((f"ooInet{kind}ProxyName", "127.0.0.1") for kind in ("HTTP", "HTTPS", "FTP")),
    *((f"ooInet{kind}ProxyPort", "9") for kind in ("HTTP", "HTTPS", "FTP")),
    ("ooInetNoProxy", ""),
)


def available() -> bool:
    """Whether LibreOffice is installed here."""
    return _program() is not None


def convert_to_word(content: bytes, kind: str, *, seconds: float = SECONDS) -> bytes:
    """The document as a .docx. `kind` is `odt`, `rtf` or `doc`, each also as the XML it can be kept in.

    What comes out is as much a stranger's file as what went in, and `left_behind` says what it has lost.
    Calls may run side by side. Raises InputRejected: `file.needs_office` (kind) where LibreOffice is not
    installed; `file.encrypted` for a document with a password; `file.too_large` (limit_mb) and what else
    `open_package` says of a package; `file.doctype`; `file.damaged` for what is torn, not of its kind, or
    can't be read; `file.too_complex` (limit, in seconds) for what takes too long.
    TemporaryFailure when the machine has no room for it.
    """
    _check(content, kind)
    if _FLAT_PACKAGE in content[:_HEAD]:
        return _packed(content)
    program = _program()
    if program is None:
        raise InputRejected("file.needs_office", kind=kind)
    try:
        with tempfile.TemporaryDirectory(prefix="convert-", ignore_cleanup_errors=True) as name:
            return _converted(program, Path(name), content, _FILTERS[kind][is_flat_xml(content)], seconds)
    except OSError:
        raise TemporaryFailure("no room or right to convert a document here") from None


def left_behind(content: bytes) -> frozenset[str]:
    """Codes of what a document holds and its conversion drops; for a document that `convert_to_word` takes.

    `file.macros`; `file.active_controls`: fields that are drawn on the page (ActiveX, LibreOffice's form
    controls), whose answers are lost; `file.embedded_document`; `file.external_links`. And, worse than lost,
    `file.hidden_sections`: paragraphs of an OpenDocument that nobody sees, and that are plain text now.
    """
    if content.startswith(b"PK"):
        package = open_package(content)
        text = b"".join(part for name, part in package.items() if name.casefold() in _ODT_TEXTS)
        scripts = any(name.startswith(("Basic/", "Scripts/")) for name in package)
    else:
        text, scripts = content, False
    found = {code for code, pattern in _LEFT.items() if pattern.search(text)}
    return frozenset(found | {"file.macros"} if scripts else found)


def _check(content: bytes, kind: str) -> None:
    """Refuses what LibreOffice would mend, and show half of, or fill the machine with."""
    if len(content) > DEFAULT_LIMITS.file:
        raise InputRejected("file.too_large", limit_mb=DEFAULT_LIMITS.file // MEGABYTE)
    if is_locked(content):
        raise InputRejected("file.encrypted")
    if _KINDS.get(sniff(content)) != kind:
        raise InputRejected("file.damaged")
    if kind == "rtf" and not content.rstrip(b"\0\t\r\n\x1a ").endswith(b"}"):
        raise InputRejected("file.damaged")
    parts = [content] if is_flat_xml(content) else []
    if content.startswith(b"PK"):
        package = open_package(content)
        parts = [part for name, part in package.items() if name.casefold() in _ODT_TEXTS]
        if "content.xml" not in package:
            raise InputRejected("file.damaged")
    if any(map(has_doctype, parts)):
        raise InputRejected("file.doctype")


def _packed(content: bytes) -> bytes:
    """A Word file that was saved as one piece of XML, made a package again."""
    types: list[str] = []
    members: list[tuple[str, bytes]] = []
    for part in parse(content).iter(f"{_FLAT_NAMES}part"):
        name = part.get(f"{_FLAT_NAMES}name", "").lstrip("/")
        kind = part.get(f"{_FLAT_NAMES}contentType", "")
        types.append(f"<Override PartName={quoteattr(f'/{name}')} ContentType={quoteattr(kind)}/>")
        for data in children(part)[:1]:
            inside = children(data)
            members.append((name, serialize(inside[0]) if inside else _binary(data.text or "")))
    listed = f'<Types xmlns="{NS["ct"]}">{"".join(types)}</Types>'
    try:
        return write_package([(CONTENT_TYPES, listed.encode()), *members])
    except ValueError:
        raise InputRejected("file.duplicate_member") from None


def _binary(text: str) -> bytes:
    try:
        return base64.b64decode(text)
    except ValueError:
        raise InputRejected("file.damaged") from None


def _program() -> str | None:
    return next(filter(None, map(shutil.which, _PROGRAMS)), None)


def _converted(program: str, folder: Path, content: bytes, reader: str, seconds: float) -> bytes:
    source, profile, out = folder / "document.in", folder / "profile", folder / "out"
    source.write_bytes(content)
    _write_profile(profile)
    options = ["--headless", "--invisible", "--nologo", "--nodefault", "--norestore", "--nolockcheck"]
    options += [f"-env:UserInstallation={profile.as_uri()}", f"--infilter={reader}"]
    options += ["--convert-to", _OUT, "--outdir", str(out), str(source)]
    try:
        _run([program, *options], folder, seconds)
    finally:
        _remove_socket(profile)
    try:
        made = out / "document.docx"
        if made.stat().st_size <= DEFAULT_LIMITS.file:
            return made.read_bytes()
    except OSError:
        raise InputRejected("file.damaged") from None
    raise InputRejected("file.too_large", limit_mb=DEFAULT_LIMITS.file // MEGABYTE)


def _run(command: list[str], folder: Path, seconds: float) -> None:
    """Runs to the end or to the end of its time; either way nothing of it is left running."""
    limits = [str(_MEMORY // 1024), str(_FILE // 512)]
    process = subprocess.Popen(  # noqa: S603 - the arguments are ours, the file's own words are in none
        ["/bin/sh", "-c", _LIMITED, "sh", *limits, *command],
        cwd=folder,
        env=_environment(folder),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        if not _has_ended(process.pid, seconds):
            raise InputRejected("file.too_complex", limit=int(seconds))
    finally:
        # Until it is waited for, its number is nobody else's.
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        _wait_for_group(process.pid)


def _has_ended(pid: int, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        if time.monotonic() > until:
            return False
        time.sleep(0.01)
    return True


def _wait_for_group(group: int) -> None:
    """Until the last of a killed group is gone and writes no more; a second at most."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        for _ in range(100):
            os.killpg(group, 0)
            time.sleep(0.01)


def _remove_socket(profile: Path) -> None:
    """LibreOffice opens a socket outside its folders, named after its profile; killed, it leaves it there."""
    digest = hashlib.md5(profile.as_uri().encode("utf-16-le"), usedforsecurity=False).digest()
    name = f"OSL_PIPE_{os.getuid()}_SingleOfficeIPC_{''.join(f'{byte:x}' for byte in digest)}"
    for folder in ("/tmp", "/var/tmp"):  # noqa: S108 - where it puts them, whatever TMPDIR says
        (Path(folder) / name).unlink(missing_ok=True)


def _environment(folder: Path) -> dict[str, str]:
    """The same everywhere: no language, proxy or display of whoever runs this."""
    home = str(folder)
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": home,
        "TMPDIR": home,
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "SAL_USE_VCLPLUGIN": "svp",
    }


def _write_profile(profile: Path) -> None:
    """A profile with the settings of this house; the rest LibreOffice makes up itself."""
    setting = '<prop oor:name="{}" oor:op="fuse"><value>{}</value></prop>'
    item = f'<item oor:path="/org.openoffice.{{}}">{setting}</item>'
    told = [item.format(f"Office.{path}", name, value) for path, name, value in _SETTINGS]
    told += [item.format("Inet/Settings", name, value) for name, value in _PROXY]
    user = profile / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry"'
        ' xmlns:xs="http://www.w3.org/2001/XMLSchema"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{''.join(told)}</oor:items>\n",
        encoding="utf-8",
    )
