"""Access tokens by msal itself, from a login on loopback that speaks the client-credentials grant."""

from __future__ import annotations

import contextlib
import json
import ssl
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from pipeline.errors import SetupError, TemporaryFailure
from pipeline.intake import tokens
from pipeline.records.channels import MailIn, OAuth2
from pipeline.service.doctor import Verdict, examine_machine
from tests.offices import office_in
from tests.servers import GOOD_TOKEN, HOST, dovecot_account, make_certificate
from tests.tools import needs

TENANT, CLIENT, SECRET = "kommunen.example", "en-app", "hemmeligt-ord"


@dataclass(slots=True)
class Login:
    """The login as it is now. `broken` is what it answers instead: status, type and body, by path's end."""

    url: str = ""
    user: str = ""
    asked: list[dict[str, list[str]]] = field(default_factory=list)
    broken: dict[str, tuple[int, str]] = field(default_factory=dict)
    waits: float = 0

    def answer(self, path: str, said: dict[str, list[str]]) -> tuple[int, str]:
        time.sleep(self.waits)
        end = path.rpartition("/")[2]
        if end in self.broken:
            return self.broken[end]
        if not path.startswith(f"/{TENANT}/"):
            return 400, json.dumps({"error": "invalid_tenant", "error_codes": [90002]})
        if end == "openid-configuration":
            about = {
                f"{name}_endpoint": f"{self.url}{TENANT}/oauth2/{name}" for name in ("authorization", "token")
            }
            return 200, json.dumps({**about, "issuer": f"{self.url}{TENANT}/v2.0"})
        self.asked.append(said)
        if said.get("client_id") != [CLIENT]:
            return 400, json.dumps({"error": "unauthorized_client", "error_codes": [700016]})
        if said.get("client_secret") != [SECRET]:
            return 401, json.dumps({"error": "invalid_client", "error_codes": [7000215]})
        return 200, json.dumps(
            {"access_token": GOOD_TOKEN + self.user, "token_type": "Bearer", "expires_in": 3599}
        )


@pytest.fixture
def login(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Login]:
    files = make_certificate(tmp_path)
    # Where requests is told of authorities beside its own: an operator behind a proxy does the same.
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(files.certificate))
    told = Login()

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer({})

        def do_POST(self) -> None:
            self._answer(parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()))

        def _answer(self, said: dict[str, list[str]]) -> None:
            status, body = told.answer(self.path, said)
            with contextlib.suppress(OSError):
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body.encode())))
                self.end_headers()
                self.wfile.write(body.encode())

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(files.certificate, files.key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    told.url = f"https://{HOST}:{server.server_port}/"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()


def token(login: Login, tenant: str = TENANT, client: str = CLIENT, secret: str = SECRET) -> str:
    return tokens.microsoft_token(tenant, client, secret, login.url)()


def test_an_app_gets_a_token_for_the_mailbox(login: Login) -> None:
    assert token(login) == GOOD_TOKEN
    (said,) = login.asked
    assert said["grant_type"] == ["client_credentials"]
    assert said["scope"] == ["https://outlook.office365.com/.default"]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"secret": "forkert"}, "secret is wrong"),
        ({"client": "ukendt"}, "no app of this client id"),
        ({"tenant": "ukendt.example"}, "does not know this tenant"),
    ],
)
def test_what_is_set_up_wrongly_is_for_the_operator(login: Login, wrong: dict[str, str], says: str) -> None:
    with pytest.raises(SetupError, match=says) as met:
        token(login, **wrong)
    assert "forkert" not in str(met.value)


def test_a_secret_that_has_expired_is_named_as_one(login: Login) -> None:
    login.broken["token"] = (401, json.dumps({"error": "invalid_client", "error_codes": [7000222]}))
    with pytest.raises(SetupError, match="has expired: make a new one"):
        token(login)


@pytest.mark.parametrize("where", ["openid-configuration", "token"])
@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_login_that_is_busy_is_asked_again_later(login: Login, where: str, status: int) -> None:
    login.broken[where] = (status, json.dumps({"error": "busy"}))
    with pytest.raises(TemporaryFailure, match=f"no time just now \\({status}\\)"):
        token(login)
    del login.broken[where]
    assert token(login) == GOOD_TOKEN


@pytest.mark.parametrize("where", ["openid-configuration", "token"])
def test_a_page_in_its_place_is_no_answer(login: Login, where: str) -> None:
    login.broken[where] = (200, "<html>Log på gæstenettet</html>")
    with pytest.raises(TemporaryFailure, match="something else answers"):
        token(login)


def test_a_login_that_is_slow_is_not_waited_for(login: Login, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "SECONDS", 0.3)
    login.waits = 3
    before = time.monotonic()
    with pytest.raises(TemporaryFailure, match="can't be reached"):
        token(login)
    assert time.monotonic() - before < 2.5


def test_a_certificate_nobody_vouches_for_is_no_login(login: Login, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    with pytest.raises(TemporaryFailure, match="can't be reached"):
        token(login)
    assert login.asked == []


@needs("dovecot")
def test_the_doctor_says_what_is_wrong_with_the_login(
    login: Login, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens.microsoft_token, "__defaults__", (login.url,))
    account = dovecot_account()
    login.user = account.user
    with office_in(tmp_path / "kontor") as office:

        def told(oauth2: OAuth2) -> tuple[Verdict, str]:
            box = MailIn(account=replace(account, password="", oauth2=oauth2), senders=("@skolen.example",))
            area = replace(office.workspace, mail_in=box)
            return next((one.verdict, one.says) for one in examine_machine([area]) if one.what == "mail in")

        app = OAuth2(tenant=TENANT, client=CLIENT, secret=SECRET)
        assert told(app)[0] is Verdict.FINE
        verdict, says = told(replace(app, secret="forkert"))
        assert verdict is Verdict.WRONG
        assert "the app's secret is wrong" in says
        login.broken["token"] = (503, "{}")
        assert "no time just now (503)" in told(app)[1]
