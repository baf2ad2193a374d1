"""Older and other kinds of text document, made Word files by LibreOffice where it is installed.

LibreOffice reads far more than a form may hold, so it runs as a stranger: in a process group of its own that
is always ended, with a profile and a folder of its own that are always removed, within limits of time, memory
and file size, with macros off, links never updated and every address behind a proxy that is not there.
Nothing of the sender's file is in a file name, an argument or a message.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Final

from pipeline.container import DEFAULT_LIMITS, MEGABYTE, is_flat_xml, is_locked
from pipeline.errors import InputRejected

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

    What comes out is as much a stranger's file as what went in. Calls may run side by side. Raises
    InputRejected: `file.empty`, `file.too_large` (limit_mb), `file.encrypted` for a document with a
    password, `file.needs_office` (kind) where LibreOffice is not installed, `file.damaged` for what it
    can't read, `file.too_complex` (limit, in seconds) for what takes it too long.
    """
    if not content:
        raise InputRejected("file.empty")
    if len(content) > DEFAULT_LIMITS.file:
        raise InputRejected("file.too_large", limit_mb=DEFAULT_LIMITS.file // MEGABYTE)
    if is_locked(content):
        raise InputRejected("file.encrypted")
    program = _program()
    if program is None:
        raise InputRejected("file.needs_office", kind=kind)
    with tempfile.TemporaryDirectory(prefix="convert-", ignore_cleanup_errors=True) as name:
        return _converted(program, Path(name), content, _FILTERS[kind][is_flat_xml(content)], seconds)


def _program() -> str | None:
    return next(filter(None, map(shutil.which, _PROGRAMS)), None)


def _converted(program: str, folder: Path, content: bytes, reader: str, seconds: float) -> bytes:
    source, profile, out = folder / "document.in", folder / "profile", folder / "out"
    source.write_bytes(content)
    _write_profile(profile)
    options = ["--headless", "--invisible", "--nologo", "--nodefault", "--norestore", "--nolockcheck"]
    options += [f"-env:UserInstallation={profile.as_uri()}", f"--infilter={reader}"]
    options += ["--convert-to", _OUT, "--outdir", str(out), str(source)]
    _run([program, *options], folder, seconds)
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
