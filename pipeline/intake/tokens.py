"""Access tokens for Microsoft 365, where a mailbox knows no password (OAuth2, client credentials)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from pipeline.errors import SetupError, TemporaryFailure

_SCOPE: Final = "https://outlook.office365.com/.default"
_AUTHORITY: Final = "https://login.microsoftonline.com/"


def microsoft_token(tenant: str, client: str, secret: str) -> Callable[[], str]:
    """A source of access tokens for an app registration; msal keeps a token as long as it is good.

    The source raises SetupError for a client that is not let in, TemporaryFailure where nobody answers.
    """

    def token() -> str:
        # Building the client asks the network already: only when a token is needed.
        import msal  # type: ignore[import-untyped]
        import requests

        try:
            app = msal.ConfidentialClientApplication(
                client, authority=_AUTHORITY + tenant, client_credential=secret
            )
            told = app.acquire_token_for_client([_SCOPE])
        except (requests.RequestException, OSError) as error:
            raise TemporaryFailure("Microsoft's login can't be reached") from error
        except ValueError as error:
            raise SetupError("Microsoft's login does not know this tenant") from error
        if "access_token" not in told:
            raise SetupError(f"Microsoft's login says {told.get('error', 'no')!r}")
        return str(told["access_token"])

    return token
