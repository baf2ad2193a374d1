"""`.msg`: a mail that Outlook saved as a file, turned into the mail it was, so that one code reads both."""

from __future__ import annotations

from email.header import Header
from email.message import Message
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.parser import HeaderParser
from typing import Final

from oxmsg import Message as OutlookMessage

from pipeline.danish.text import clean_line, clean_prose
from pipeline.errors import InputRejected
from pipeline.post.html import text_of_html

_MARK: Final = "__properties_version1.0".encode("utf-16-le")
_HEADERS, _SHORT_NAME = 0x007D, 0x3704
_KEPT: Final = ("From", "Message-ID", "In-Reply-To", "Auto-Submitted", "Precedence", "List-Id", "Return-Path")


def is_msg(content: bytes) -> bool:
    """Whether these bytes are a mail as Outlook saves it, and not another file in its container (`.doc`)."""
    return content.startswith(b"\xd0\xcf\x11\xe0") and _MARK in content


def eml_of_msg(content: bytes) -> bytes:
    """The mail as RFC 5322 has it: its sender, subject, text and files.

    Raises InputRejected (`file.damaged`) for what can't be followed.
    """
    try:
        saved = OutlookMessage.load(content)
        headers = HeaderParser().parsestr(saved.properties.str_prop_value(_HEADERS) or "")
        mail = MIMEMultipart()
        for name in _KEPT:
            for value in headers.get_all(name, ()):
                mail[name] = clean_line(str(value))
        mail["Subject"] = Header(clean_line(saved.subject), "utf-8").encode()
        mail.attach(MIMEText(clean_prose(_text(saved)), "plain", "utf-8"))
        for attached in saved.attachments:
            if attached.file_bytes is None:
                # A mail in the mail, or a link: told of as what is not there, and kept in the file itself.
                part: Message = Message()
                part.set_type("message/partial")
                part.set_payload("")
                mail.attach(part)
                continue
            name = attached.file_name or attached.properties.str_prop_value(_SHORT_NAME) or "fil"
            part = MIMEApplication(attached.file_bytes)
            part.add_header("Content-Disposition", "attachment", filename=("utf-8", "", clean_line(name)))
            mail.attach(part)
        return mail.as_bytes()
    except Exception as error:  # the library fails in every way on a torn file
        raise InputRejected("file.damaged") from error


def _text(saved: OutlookMessage) -> str:
    return saved.body or text_of_html(saved.html_body or "")
