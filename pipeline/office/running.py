"""LibreOffice run as a stranger: in a process group that is always ended, within limits.

Its profile and its folders are its own and always removed; limits of time, memory and file size hold; macros
are off, links never updated and every address is behind a proxy that is not there.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from pipeline.container import MEGABYTE
from pipeline.errors import InputRejected, TemporaryFailure

SECONDS: Final = 60.0
"""The longest a conversion may take; one of a form takes about one."""

_MEMORY, _FILE = 4096 * MEGABYTE, 200 * MEGABYTE
_PROGRAMS = ("soffice", "libreoffice")
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
    ("Common/Filter/PDF/Export", "UseTaggedPDF", "true"),
    ("Common/Filter/PDF/Export", "DisplayPDFDocumentTitle", "true"),
    ("Common/Filter/PDF/Export", "ExportFormFields", "false"),
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


def convert(
    sources: Sequence[Path], folder: Path, target: str, *, reader: str = "", seconds: float = SECONDS
) -> Path:
    """The folder with what LibreOffice made of the files: one start of it for all of them.

    `folder` is for its profile and its files, and nobody else's; `target` is `ending` or `ending:filter`,
    `reader` the filter to read by. What it could not make is not there. Raises InputRejected
    (`file.too_complex`) for what takes too long, TemporaryFailure where there is no LibreOffice.
    """
    program = _program()
    if program is None:
        raise TemporaryFailure("LibreOffice is not installed here")
    profile, out = folder / "profile", folder / "out"
    _write_profile(profile)
    options = ["--headless", "--invisible", "--nologo", "--nodefault", "--norestore", "--nolockcheck"]
    options.append(f"-env:UserInstallation={profile.as_uri()}")
    if reader:
        options.append(f"--infilter={reader}")
    options += ["--convert-to", target, "--outdir", str(out), *map(str, sources)]
    try:
        _run([program, *options], folder, seconds)
    finally:
        _remove_socket(profile)
    return out


def _program() -> str | None:
    return next(filter(None, map(shutil.which, _PROGRAMS)), None)


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
