"""Access tokens for Microsoft 365, where a mailbox knows no password (OAuth2, client credentials)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from pipeline.errors import SetupError, TemporaryFailure

SECONDS: Final = 30.0
"""How long to wait for each answer of the login."""
_SCOPE: Final = "https://outlook.office365.com/.default"
_LOGIN: Final = "https://login.microsoftonline.com/"
_SAYS: Final = {
    7000215: "the app's secret is wrong: copy its value, not its id, into the settings",
    7000222: "the app's secret has expired: make a new one there and write it into the settings",
    700016: "no app of this client id is registered with this tenant",
    7000112: "the app is switched off there",
}
"""What the numbers of Microsoft's errors mean (AADSTS…). Its own sentences are not shown: they may quote."""


def microsoft_token(tenant: str, client: str, secret: str, login: str = _LOGIN) -> Callable[[], str]:
    """A source of access tokens for an app registration: a fresh one each time, since a connection needs one.

    The source raises SetupError for a client that is not let in, TemporaryFailure where nobody answers, or
    not now.
    """

    def token() -> str:
        # Building the client asks the network already: only when a token is needed.
        import msal  # type: ignore[import-untyped]
        import requests

        line = _Line(requests.Session())
        try:
            app = msal.ConfidentialClientApplication(
                client,
                authority=login + tenant,
                client_credential=secret,
                http_client=line,
                # The login's address is known: nobody else needs to vouch for it.
                instance_discovery=False,
            )
            told = app.acquire_token_for_client([_SCOPE])
        except (requests.RequestException, OSError) as error:
            raise TemporaryFailure("Microsoft's login can't be reached") from error
        except ValueError as error:
            raise SetupError("Microsoft's login does not know this tenant") from error
        finally:
            line.close()
        if "access_token" not in told:
            raise _refused(told)
        return str(told["access_token"])

    return token


class _Line:
    """What msal asks its questions over. Answers it would take for something else end here: it knows no
    limit of time, takes "too many requests" for a tenant that isn't there, and a proxy's page for a bug."""

    def __init__(self, session: Any) -> None:
        self._session = session

    def get(self, url: str, **named: Any) -> Any:
        return self._judged(self._session.get(url, **{**named, "timeout": SECONDS}))

    def post(self, url: str, **named: Any) -> Any:
        return self._judged(self._session.post(url, **{**named, "timeout": SECONDS}))

    def close(self) -> None:
        self._session.close()

    def _judged(self, answer: Any) -> Any:
        if answer.status_code == 429 or answer.status_code >= 500:
            raise TemporaryFailure(f"Microsoft's login has no time just now ({answer.status_code})")
        try:
            answer.json()
        except ValueError as error:
            raise TemporaryFailure("something else answers in the place of Microsoft's login") from error
        return answer


def _refused(told: Mapping[str, Any]) -> SetupError | TemporaryFailure:
    """Why there is no token, for whoever must act."""
    if told.get("error") in ("temporarily_unavailable", "server_error"):
        return TemporaryFailure("Microsoft's login has no time just now")
    for code in told.get("error_codes") or ():
        if code in _SAYS:
            return SetupError(f"Microsoft's login lets nobody in: {_SAYS[code]}")
    return SetupError(f"Microsoft's login says {told.get('error', 'no')!r}")
