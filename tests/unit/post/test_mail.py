"""Mails taken apart: files by content and not by name, however deep; a clear end for each trap."""

from __future__ import annotations

import io
import struct
import zipfile
from email.message import EmailMessage

import pytest

from pipeline.errors import InputRejected
from pipeline.post import open_parcel, read_mail
from tests.outlook import saved_mail

PDF, WORD = b"%PDF-1.7 one", b"PK\x03\x04 two"


def mail(**headers: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Skolen <Skole@Skolen.example>"
    message["Message-ID"] = "<1@skolen.example>"
    message["Date"] = "Wed, 25 Nov 2026 10:00:00 +0100"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content("Hej\nHer er skemaet.")
    return message


def attach(
    message: EmailMessage, content: bytes, name: str, kind: str = "application/octet-stream"
) -> EmailMessage:
    main, _, sub = kind.partition("/")
    message.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return message


def files(content: bytes) -> list[tuple[str, bytes]]:
    return [(file.name, file.content) for file in read_mail(content).files]


def zipped(**members: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()


def test_sender_text_and_files() -> None:
    read = read_mail(attach(mail(Subject="Ansøgning æøå"), PDF, "skema ø.pdf").as_bytes())
    assert (read.sender, read.subject) == ("skole@skolen.example", "Ansøgning æøå")
    assert read.text == "Hej\nHer er skemaet."
    assert [(file.name, file.content) for file in read.files] == [("skema ø.pdf", PDF)]
    assert not read.machine


def test_the_text_of_a_mail_without_plain_text_is_what_a_reader_sees() -> None:
    message = mail()
    message.set_content(
        "<style>p{}</style><p>Hej<br>Lone</p><script>x</script><p>Bl&aring;</p>", subtype="html"
    )
    assert read_mail(message.as_bytes()).text == "Hej\nLone\n\nBlå"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\skema.docx", "skema.docx"),
        ("a\u202ecod.exe", "acod.exe"),
        ("x" * 300 + ".pdf", "x" * 300 + ".pdf"),
    ],
)
def test_a_name_is_data_and_never_a_path(name: str, kept: str) -> None:
    assert files(attach(mail(), PDF, name).as_bytes()) == [(kept, PDF)]


def test_files_lie_in_mails_zips_and_mails_in_zips() -> None:
    inner = attach(mail(), PDF, "inde.pdf")
    message = attach(mail(), zipped(**{"mappe/a.bin": WORD[:4] + b"x", "b.eml": inner.as_bytes()}), "alt.zip")
    message.add_attachment(attach(mail(), PDF, "videresendt.pdf"))
    assert [name for name, _ in files(message.as_bytes())] == ["a.bin", "inde.pdf", "videresendt.pdf"]
    assert "Her er skemaet." in read_mail(message.as_bytes()).text


def test_what_a_forwarded_mail_says_is_not_what_the_sender_says() -> None:
    message = mail()
    other = mail()
    other.set_content("Jeg godkender alt")
    message.add_attachment(other)
    assert "godkender" not in read_mail(message.as_bytes()).text


def test_the_logo_of_a_signature_is_no_file_and_a_photographed_form_is_one() -> None:
    message = mail()
    message.add_related(
        b"\x89PNG" + bytes(500), maintype="image", subtype="png", cid="<logo>", filename="logo.png"
    )
    message.add_related(b"\xff\xd8" + bytes(90_000), maintype="image", subtype="jpeg", cid="<foto>")
    assert [len(content) for _, content in files(message.as_bytes())] == [90_002]


def tnef(*attributes: tuple[int, bytes]) -> bytes:
    body = struct.pack("<IH", 0x223E9F78, 1)
    for id, value in attributes:
        body += struct.pack("<BHHI", 2, id, 6, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)
    return body


def long_name(name: str) -> bytes:
    value = name.encode("utf-16-le") + b"\0\0"
    padded = value + bytes(-len(value) % 4)
    size = struct.pack("<HHi", 3, 0x3705, 1)
    return struct.pack("<I", 2) + size + struct.pack("<HHII", 0x1F, 0x3707, 1, len(value)) + padded


def test_winmail_dat_is_opened() -> None:
    content = tnef(
        (0x9002, bytes(14)), (0x8010, b"SKEMA~1.PDF\0"), (0x800F, PDF), (0x9005, long_name("Skema æ.pdf")),
        (0x9002, bytes(14)), (0x8010, b"b.doc\0"), (0x800F, b"to"),
    )  # fmt: skip
    message = attach(mail(), content, "winmail.dat", "application/ms-tnef")
    assert files(message.as_bytes()) == [("Skema æ.pdf", PDF), ("b.doc", b"to")]
    torn = attach(mail(), content[:40], "winmail.dat", "application/ms-tnef")
    assert files(torn.as_bytes()) == [("winmail.dat", content[:40])]


@pytest.mark.parametrize(
    ("headers", "machine"),
    [
        ({}, False),
        ({"Auto-Submitted": "no"}, False),
        ({"Auto-Submitted": "auto-replied; owner-email=x"}, True),
        ({"Precedence": "bulk"}, True),
        ({"List-Id": "<x>"}, True),
        ({"X-Auto-Response-Suppress": "All"}, True),
        ({"Return-Path": "<>"}, True),
        ({"X-Skoleflex-Loop": "1"}, True),
    ],
)
def test_machines_lists_and_bounces_are_known(headers: dict[str, str], machine: bool) -> None:
    assert read_mail(mail(**headers).as_bytes()).machine == machine


@pytest.mark.parametrize(
    "senders",
    [
        b"From: a@b.example\r\nFrom: c@d.example\r\n",
        b"From: a@b.example, c@d.example\r\n",
        b"From: \r\n",
        b"",
        b"From: =?utf-8?q?a=40b=2Eexample?=\r\n",
        b"From: a@b\r\n",
    ],
)
def test_two_senders_or_none_are_no_sender(senders: bytes) -> None:
    assert read_mail(senders + b"Subject: x\r\n\r\nHej").sender == ""


def test_a_header_holds_no_line_of_its_own() -> None:
    content = b"From: a@b.example\r\nSubject: =?utf-8?q?Hej=0D=0ABcc=3A_x=40y=2Eexample?=\r\n\r\nHej"
    assert read_mail(content).subject == "Hej Bcc: x@y.example"


@pytest.mark.parametrize("charset", ["x-unknown", "utf-8", "latin-1\r\n\tx", "'"])
def test_a_wrong_character_set_loses_no_letter(charset: str) -> None:
    content = f"From: a@b.example\r\nContent-Type: text/plain; charset={charset}\r\n\r\n".encode()
    assert read_mail(content + "Blåbær".encode("cp1252")).text == "Blåbær"


def test_encrypted_and_partial_mails_are_told_of() -> None:
    for kind, code in (("application/pkcs7-mime", "mail.encrypted"), ("message/partial", "mail.not_whole")):
        content = f"From: a@b.example\r\nContent-Type: {kind}\r\n\r\nx".encode()
        assert read_mail(content).refused == (code,)


def test_a_bounce_names_the_mail_that_did_not_arrive() -> None:
    content = (
        b"From: MAILER-DAEMON@b.example\r\n"
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
        b"--b\r\nContent-Type: text/plain\r\n\r\nNo such user\r\n"
        b"--b\r\nContent-Type: message/delivery-status\r\n\r\nStatus: 5.1.1\r\n\r\n"
        b"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <ours@k.example>\r\n\r\n--b--\r\n"
    )
    read = read_mail(content)
    assert (read.machine, read.bounced) == (True, ("<ours@k.example>",))


def deep(levels: int) -> bytes:
    head = b"From: a@b.example\r\nDate: x\r\n"
    for n in range(levels):
        head += b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n)
    return head + b"Content-Type: text/plain\r\n\r\nHej\r\n"


def many(parts: int) -> bytes:
    head = b"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    return head + b"--b\r\nContent-Type: application/pdf\r\n\r\nx\r\n" * parts


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"  \r\n", "file.empty"),
        (deep(21), "mail.too_deep"),
        (deep(2_000), "mail.too_deep"),
        (many(200), "mail.too_many"),
        (many(10_000), "mail.too_many"),
    ],
)
def test_a_trap_has_a_clear_end(content: bytes, code: str) -> None:
    with pytest.raises(InputRejected) as rejected:
        read_mail(content)
    assert rejected.value.code == code


def test_at_the_limits_a_mail_is_read() -> None:
    assert read_mail(deep(20)).text == "Hej"
    assert len(read_mail(many(199)).files) == 199


def test_zips_in_zips_end_too() -> None:
    content = zipped(a=PDF)
    for _ in range(30):
        content = zipped(**{"inner.zip": content})
    with pytest.raises(InputRejected) as rejected:
        open_parcel(content)
    assert rejected.value.code == "mail.too_deep"


def test_only_mails_and_zips_are_parcels() -> None:
    parcel = open_parcel(zipped(a=PDF))
    assert parcel is not None
    assert [file.content for file in parcel.files] == [PDF]
    assert open_parcel(PDF) is None
    saved = open_parcel(attach(mail(), PDF, "a.pdf").as_bytes())
    assert saved is not None
    assert saved.sender == "skole@skolen.example"


def test_a_mail_that_outlook_saved_is_read_as_the_mail_it_was() -> None:
    headers = "From: Skolen <skole@skolen.example>\r\nMessage-ID: <9@skolen.example>\r\nPrecedence: bulk\r\n"
    content = saved_mail(
        headers, "Ansøgning", "Hej\r\nSe bilag.", [("Skema æ.pdf", PDF), ("b.bin", bytes(9_000))]
    )
    read = open_parcel(content)
    assert read is not None
    assert (read.sender, read.message_id, read.machine) == (
        "skole@skolen.example",
        "<9@skolen.example>",
        True,
    )
    assert (read.subject, read.text) == ("Ansøgning", "Hej\nSe bilag.")
    assert [(file.name, len(file.content)) for file in read.files] == [
        ("Skema æ.pdf", len(PDF)),
        ("b.bin", 9_000),
    ]
    assert read.refused == ()


def test_what_a_saved_mail_can_not_show_is_told_of() -> None:
    read = open_parcel(saved_mail("From: a@b.example\r\n", "x", "y", [("mail", None), ("a.pdf", PDF)]))
    assert read is not None
    assert read.refused == ("mail.not_whole",)
    assert [file.content for file in read.files] == [PDF]


@pytest.mark.parametrize("length", [520, 700, 1_500, 3_000])
def test_a_torn_saved_mail_has_a_clear_end(length: int) -> None:
    content = saved_mail("From: a@b.example\r\n", "x", "y", [("a.pdf", PDF)])
    with pytest.raises(InputRejected) as rejected:
        open_parcel(content[:length] + b"__properties_version1.0".decode().encode("utf-16-le"))
    assert rejected.value.code == "file.damaged"
