"""pymap with a mailbox for every user whose name is asked for, started once for many tests.

    python -m tests.mailboxes --port 1143 … dict --demo-password demopass

The passwords are held as they are: what pymap does to hide them costs a third of a second at each login.
"""

from __future__ import annotations

from typing import Any

from pymap.backend import backends
from pymap.backend.dict import Config, DictBackend, Login
from pymap.main import main
from pymap.user import UserMetadata
from pysasl.hashing import Cleartext


class _Anybody(dict[str, UserMetadata]):
    """The users: everybody is one, with the same password."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self._config = config

    def get(self, name: str, default: Any = None) -> UserMetadata:
        return UserMetadata(self._config, name, password=self._config.demo_password)


@backends.register("dict")
class Mailboxes(DictBackend):
    @classmethod
    async def init(cls, args: Any, **overrides: Any) -> tuple[DictBackend, Config]:
        return await super().init(args, hash_context=Cleartext(), **overrides)

    @classmethod
    async def _add_demo_user(cls, config: Config, login: Login) -> None:
        login.users_dict = _Anybody(config)


if __name__ == "__main__":
    main()
