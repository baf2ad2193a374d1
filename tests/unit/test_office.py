"""Conversion through LibreOffice: what comes out, what is refused; nothing is run, fetched or left."""

from __future__ import annotations

import base64
import json
import os
import re
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest

from pipeline import office
from pipeline.container import CONTENT_TYPES, open_package, sniff, write_package
from pipeline.errors import InputRejected, TemporaryFailure
from pipeline.extract.word import read_word
from tests import words
from tests.filled import filled
from tests.tools import needs

DATA = Path(__file__).parents[1] / "data" / "skoleflexplus"
KINDS = {"odt": "odt", "rtf": "rtf", "doc": "ole"}

with_office = needs("soffice")


def code_of(content: bytes, kind: str, seconds: float = 60) -> str:
    with pytest.raises(InputRejected) as rejected:
        office.convert_to_word(content, kind, seconds=seconds)
    return rejected.value.code


def saved_as(content: bytes, target: str, folder: Path, name: str = "form.docx") -> bytes:
    """The file as LibreOffice saves it in another kind: an ending, and a filter where that is not enough."""
    (folder / name).write_bytes(content)
    line = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile"]
    line += ["--convert-to", target, "--outdir", str(folder / "out"), str(folder / name)]
    subprocess.run(line, check=True, capture_output=True, timeout=180)
    return (folder / "out" / Path(name).with_suffix(f".{target.partition(':')[0]}").name).read_bytes()


def flat_odt(body: str, before: str = "") -> bytes:
    names = {
        "office": "office", "text": "text", "draw": "drawing", "svg": "svg-compatible", "form": "form",
        "script": "script", "style": "style",
    }  # fmt: skip
    spaces = "".join(f' xmlns:{k}="urn:oasis:names:tc:opendocument:xmlns:{v}:1.0"' for k, v in names.items())
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document{spaces}'
        ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:ooo="http://openoffice.org/2004/office"'
        ' office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">'
        f"{before}<office:body><office:text>{body}</office:text></office:body></office:document>"
    ).encode()


PLAIN = flat_odt("<text:p>Navn: Ida Holm</text:p>")
RTF = b"{\\rtf1\\ansi Navn: Ida Holm\\par}"


def said(word: bytes) -> str:
    form = read_word(word)
    return "\n".join([*(answer.raw for answer in form.answers), *(one.text for one in form.loose)])


# ── what comes out ────────────────────────────────────────────────────────────────────────────────────


@with_office
@pytest.mark.soffice
@pytest.mark.parametrize("kind", ["odt", "rtf", "doc"])
def test_a_form_of_ours_says_the_same(kind: str, tmp_path: Path) -> None:
    data = json.loads((DATA / "agreement.json").read_text("utf-8"))
    ours = filled("agreement", data)
    other = saved_as(ours, "doc:MS Word 97" if kind == "doc" else kind, tmp_path)
    assert sniff(other) == KINDS[kind]
    word = office.convert_to_word(other, kind)
    form, before = read_word(word), read_word(ours)
    assert form.mark == before.mark
    texts = [answer.raw for answer in before.answers if answer.checked is None and not answer.empty]
    missing = [text for text in texts if text not in said(word)]
    assert texts
    assert missing == []
    empty = sum(answer.empty for answer in form.answers if answer.by == "field")
    controls = [answer for answer in before.answers if answer.checked is None and answer.tag]
    texts_empty = sum(answer.empty and answer.raw == "Skriv her" for answer in controls)
    assert empty == texts_empty
    assert office.left_behind(other) == frozenset()


@with_office
@pytest.mark.soffice
@pytest.mark.parametrize(
    ("target", "kind"),
    [("fodt", "odt"), ("ott", "odt"), ("xml:MS Word 2003 XML", "doc"), ("dot:MS Word 97 Vorlage", "doc")],
)
def test_the_other_files_of_a_kind(target: str, kind: str, tmp_path: Path) -> None:
    other = saved_as(words.docx(words.paragraph("Navn: Ida Holm")), target, tmp_path)
    assert sniff(other) == KINDS[kind]
    assert "Ida Holm" in said(office.convert_to_word(other, kind))


def flat_word(content: bytes) -> bytes:
    """A Word file as Word saves it in one piece of XML."""
    package = open_package(content)
    kinds = dict(re.findall(r'PartName="/([^"]*)" ContentType="([^"]*)"', package[CONTENT_TYPES].decode()))
    parts = []
    for name, part in package.items():
        if name != CONTENT_TYPES:
            inside = f"<pkg:xmlData>{re.sub(r'<[?].*?[?]>', '', part.decode())}</pkg:xmlData>"
            if name.endswith(".png"):
                inside = f"<pkg:binaryData>{base64.b64encode(part).decode()}</pkg:binaryData>"
            kind = quoteattr(kinds.get(name, ""))
            parts.append(f'<pkg:part pkg:name="/{name}" pkg:contentType={kind}>{inside}</pkg:part>')
    return (
        '<?xml version="1.0"?><?mso-application progid="Word.Document"?>'
        '<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">'
        f"{''.join(parts)}</pkg:package>"
    ).encode()


def test_a_word_file_in_one_piece_needs_no_office(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    ours = words.docx(
        words.paragraph("Skole: ", words.control("Engskolen", "school")),
        mark={"skoleflex-form": "p/f", "skoleflex-version": "2"},
    )
    assert sniff(flat_word(ours)) == "ole"
    assert read_word(office.convert_to_word(flat_word(ours), "doc")) == read_word(ours)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ((b"/word/styles.xml", b"/word/document.xml"), "file.duplicate_member"),
        ((b"<pkg:xmlData><w:styles", b"<pkg:binaryData>!</pkg:binaryData><w:styles"), "file.damaged"),
        ((b"</pkg:package>", b""), "file.damaged"),
        (
            (b'<?mso-application progid="Word.Document"?>', b'<!DOCTYPE a><?m progid="Word.Document"?>'),
            "file.doctype",
        ),
    ],
)
def test_a_broken_word_file_in_one_piece(change: tuple[bytes, bytes], code: str) -> None:
    content = flat_word(words.docx(words.paragraph("a"))).replace(*change)
    assert code_of(content, "doc") == code


@with_office
@pytest.mark.soffice
def test_calls_side_by_side() -> None:
    names = [f"Barn nr. {n}" for n in range(4)]
    with ThreadPoolExecutor(4) as pool:
        made = pool.map(
            lambda name: office.convert_to_word(RTF.replace(b"Ida Holm", name.encode()), "rtf"), names
        )
        assert [name in said(word) for name, word in zip(names, made, strict=True)] == [True] * 4


@with_office
@pytest.mark.soffice
def test_the_language_of_the_machine_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    first = open_package(office.convert_to_word(PLAIN, "odt"))["word/document.xml"]
    monkeypatch.setenv("LC_ALL", "da_DK.UTF-8")
    monkeypatch.setenv("HOME", "/nowhere")
    assert open_package(office.convert_to_word(PLAIN, "odt"))["word/document.xml"] == first


# ── what is refused ───────────────────────────────────────────────────────────────────────────────────


def odt(more: Mapping[str, bytes] | None = None) -> bytes:
    members = {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": PLAIN, **(more or {})}
    return write_package(members.items())


OLE = bytes.fromhex("d0cf11e0a1b11ae1")
REFUSED = {
    "nothing": (b"", "odt", "file.damaged"),
    "another kind": (RTF, "odt", "file.damaged"),
    "torn rtf": (RTF[:-1], "rtf", "file.damaged"),
    "torn odt": (odt()[:-40], "odt", "file.damaged"),
    "odt without text": (
        write_package([("mimetype", b"application/vnd.oasis.opendocument.text")]),
        "odt",
        "file.damaged",
    ),
    "too large": (RTF[:-1] + b" " * 27_000_000 + b"}", "rtf", "file.too_large"),
    "bomb": (odt({"Pictures/a": bytes(53_000_000)}), "odt", "file.zip_bomb"),
    "doctype": (odt({"content.xml": b"<!DOCTYPE a []>" + PLAIN[38:]}), "odt", "file.doctype"),
    "flat doctype": (PLAIN.replace(b"?>", b"?><!DOCTYPE a []>", 1), "odt", "file.doctype"),
    "locked odt": (odt({"META-INF/manifest.xml": b"<m:encryption-data/>"}), "odt", "file.encrypted"),
    "locked doc": (OLE + "EncryptedPackage".encode("utf-16-le"), "doc", "file.encrypted"),
}


@pytest.mark.parametrize(("content", "kind", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_refused_before_a_program_starts(
    content: bytes, kind: str, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    assert code_of(content, kind) == code


def test_without_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert not office.available()
    with pytest.raises(InputRejected) as rejected:
        office.convert_to_word(RTF, "rtf")
    assert (rejected.value.code, rejected.value.params) == ("file.needs_office", {"kind": "rtf"})


def test_without_a_place_to_work_it_may_go_better_later(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "soffice").write_text("#!/bin/sh\n")
    (tmp_path / "soffice").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    with pytest.raises(TemporaryFailure):
        office.convert_to_word(RTF, "rtf")


@with_office
@pytest.mark.soffice
def test_what_libreoffice_cannot_open() -> None:
    assert code_of(OLE + bytes(5_000), "doc") == "file.damaged"
    assert code_of(odt({"content.xml": b"<office:document-content/>"}), "odt") == "file.damaged"


@with_office
@pytest.mark.soffice
@pytest.mark.parametrize(("target", "kind"), [("odt", "odt"), ("doc:MS Word 97", "doc")])
@pytest.mark.parametrize("share", [0.4, 0.9])
def test_half_a_file_is_no_file(target: str, kind: str, share: float, tmp_path: Path) -> None:
    whole = saved_as(words.docx(*[words.paragraph(f"Linje {n}") for n in range(300)]), target, tmp_path)
    assert code_of(whole[: int(len(whole) * share)], kind) == "file.damaged"


# ── nothing is run, fetched or left ───────────────────────────────────────────────────────────────────


@pytest.fixture
def address() -> Iterator[tuple[str, list[str]]]:
    """An address on this machine, and what was asked of it."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"hentet udefra")

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def reaching_out(url: str, near: Path) -> bytes:
    """A document that asks for a picture, two texts and another program, and runs a macro when opened."""
    macro = f'Sub Main\nOpen "{near}.run" For Output As #1\nPrint #1, "x"\nClose #1\nEnd Sub'
    before = (
        '<office:scripts><office:script script:language="ooo:Basic"><ooo:libraries>'
        '<ooo:library-embedded ooo:name="Standard"><ooo:module ooo:name="M"><ooo:source-code>'
        f"{macro}</ooo:source-code></ooo:module></ooo:library-embedded></ooo:libraries></office:script>"
        '<office:event-listeners><script:event-listener script:language="ooo:script"'
        ' script:event-name="dom:load" xlink:type="simple" xlink:href='
        '"vnd.sun.star.script:Standard.M.Main?language=Basic&amp;location=document"/></office:event-listeners>'
        "</office:scripts>"
    )
    body = (
        '<text:p>Navn: Ida Holm<draw:frame svg:width="3cm" svg:height="2cm" text:anchor-type="as-char">'
        f'<draw:image xlink:href="{url}/a.png" xlink:type="simple"/></draw:frame></text:p>'
    )
    section = '<text:section text:name="S{}">{}<text:p/></text:section>'.format
    for n, source in enumerate((f"file://{near}", f"{url}/a.txt")):
        body += section(n, f'<text:section-source xlink:href="{source}"/>')
    body += section(
        "D",
        f'<office:dde-source office:dde-application="soffice" office:dde-topic="{near}" office:dde-item="x"'
        ' office:automatic-update="true"/>',
    )
    return flat_odt(body, before)


@with_office
@pytest.mark.soffice
def test_nothing_is_run_or_fetched(address: tuple[str, list[str]], tmp_path: Path) -> None:
    url, asked = address
    near = tmp_path / "near.txt"
    near.write_text("læst på maskinen", "utf-8")
    content = reaching_out(url, near)
    word = office.convert_to_word(content, "odt", seconds=30)
    assert "Ida Holm" in said(word)
    assert "læst på" not in said(word)
    assert "hentet" not in said(word)
    assert asked == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["near.txt"]
    assert office.left_behind(content) == {"file.macros", "file.external_links"}


@with_office
@pytest.mark.soffice
def test_a_picture_from_elsewhere_would_be_fetched_without_our_settings(
    address: tuple[str, list[str]], tmp_path: Path
) -> None:
    url, asked = address
    body = (
        '<text:p><draw:frame svg:width="3cm" svg:height="2cm" text:anchor-type="as-char">'
        f'<draw:image xlink:href="{url}/a.png" xlink:type="simple"/></draw:frame></text:p>'
    )
    saved_as(flat_odt(body), "docx", tmp_path, "form.fodt")
    assert asked
    old = saved_as(flat_odt(body), "doc:MS Word 97", tmp_path, "form.fodt")
    asked.clear()
    office.convert_to_word(old, "doc")
    assert asked == []


@with_office
@pytest.mark.soffice
def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    sockets = dead_sockets()
    office.convert_to_word(PLAIN, "odt")
    assert code_of(OLE + bytes(5_000), "doc") == "file.damaged"
    for seconds in (0.2, 0.4, 0.6, 0.8):
        with suppress(InputRejected):
            office.convert_to_word(PLAIN, "odt", seconds=seconds)
    assert [*tmp_path.iterdir()] == []
    assert dead_sockets() <= sockets
    assert running(str(tmp_path)) == []


def dead_sockets() -> set[str]:
    """LibreOffice's sockets at which nobody listens; others may be at work on this machine."""
    found = set()
    for path in Path("/tmp").glob("OSL_PIPE_*"):
        with socket.socket(socket.AF_UNIX) as caller:
            try:
                caller.connect(str(path))
            except ConnectionRefusedError:
                found.add(path.name)
            except OSError:
                continue
    return found


def running(words_: str) -> list[str]:
    """The processes that were started with these words and still run."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = entry.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if words_ in line and entry.parent.name != str(os.getpid()):
            found.append(line)
    return found


def test_what_never_ends_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With its children, and with its files; nobody else can look into its folder meanwhile."""
    program = tmp_path / "bin" / "soffice"
    program.parent.mkdir()
    program.write_text(
        f'#!/bin/sh\nls -ld .. "$HOME" > {tmp_path}/seen\nulimit -a >> {tmp_path}/seen\n'
        f"env > {tmp_path}/env\nsleep 1000.25 &\nsleep 1000.25\n"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    monkeypatch.setenv("https_proxy", "http://proxy.example")
    assert code_of(PLAIN, "odt", seconds=1) == "file.too_complex"
    assert running("1000.25") == []
    seen = (tmp_path / "seen").read_text()
    assert "drwx------" in seen
    assert re.search(r"core.*\b0\b", seen)
    assert "4194304" in seen
    assert "proxy" not in (tmp_path / "env").read_text()


# ── what a conversion loses ───────────────────────────────────────────────────────────────────────────

LOST = {
    "drawn field": (flat_odt('<text:p><draw:control draw:control="c1"/></text:p>'), "file.active_controls"),
    "object": (flat_odt('<text:p><draw:object xlink:href="./a"/></text:p>'), "file.embedded_document"),
    "section": (flat_odt('<text:section text:display="none"/>'), "file.hidden_sections"),
    "paragraph": (flat_odt('<text:p><text:hidden-paragraph x="1"/>a</text:p>'), "file.hidden_sections"),
    "rtf object": (RTF[:-1] + b"{\\object\\objemb}}", "file.embedded_document"),
    "rtf field": (RTF[:-1] + b"{\\object\\objocx}}", "file.active_controls"),
    "rtf link": (RTF[:-1] + b'{\\field{\\*\\fldinst INCLUDETEXT "a"}}}', "file.external_links"),
    "doc macros": (OLE + "_VBA_PROJECT".encode("utf-16-le"), "file.macros"),
    "doc object": (OLE + "_1234567890".encode("utf-16-le") + bytes(2), "file.embedded_document"),
    "doc field": (OLE + "\3OCXNAME".encode("utf-16-le"), "file.active_controls"),
    "odt macros": (odt({"Basic/Standard/M.xml": b"<a/>"}), "file.macros"),
}


@pytest.mark.parametrize(("content", "code"), LOST.values(), ids=LOST.keys())
def test_what_is_lost_is_told(content: bytes, code: str) -> None:
    assert office.left_behind(content) == {code}


@pytest.mark.parametrize("content", [PLAIN, RTF, odt(), OLE])
def test_a_plain_document_loses_nothing(content: bytes) -> None:
    assert office.left_behind(content) == frozenset()
