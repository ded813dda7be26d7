"""What the operator may set, all of it from the environment (prefix ``TREMPLIN_``)."""

import os
import secrets
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

import msgspec


class Settings(msgspec.Struct, frozen=True, kw_only=True, rename=lambda name: name.upper()):
    """One value for each variable of ``.env.example``; durations in seconds."""

    data_dir: Path = Path("data")
    database_url: str = ""
    host: str = "127.0.0.1"
    port: int = 8000
    base_url: str = ""
    smtp_host: str = "127.0.0.1"
    smtp_port: int = 1025
    smtp_user: str = ""
    smtp_password: str = ""
    smtp_tls: Literal["none", "starttls", "tls"] = "none"
    smtp_timeout_seconds: Annotated[float, msgspec.Meta(gt=0)] = 60
    mail_from: str = "rendez-vous@tremplin.example"
    sms_url: str = ""
    sms_key: str = ""
    sms_sender: str = "Tremplin"
    sms_first_retry_seconds: int = 60
    agency_phone: str = ""
    travel_times: str = ""
    dask: str = ""
    mail_first_retry_seconds: Annotated[float, msgspec.Meta(gt=0)] = 60
    mail_connections: Annotated[int, msgspec.Meta(ge=1)] = 10
    mail_per_domain: Annotated[int, msgspec.Meta(ge=1)] = 5
    mail_per_domain_per_second: Annotated[float, msgspec.Meta(ge=0)] = 0
    dkim_selector: str = ""
    dkim_domain: str = ""
    dkim_key_file: str = ""
    mail_plus: bool = True
    imap_host: str = ""
    imap_port: int = 993
    imap_user: str = ""
    imap_password: str = ""
    imap_folder: str = "INBOX"
    imap_done_folder: str = "Tremplin"
    imap_tls: Literal["yes", "starttls", "no"] = "yes"
    imap_authserv_id: str = ""
    stun_urls: Annotated[str, msgspec.Meta(pattern=r"^(\s*stuns?:[^,\s]+\s*(,|$))*$")] = ""
    turn_urls: Annotated[str, msgspec.Meta(pattern=r"^(\s*turns?:[^,\s]+\s*(,|$))*$")] = ""
    turn_secret: str = ""
    turn_relay_only: bool = False
    demo: bool = False
    metrics: bool = False
    secret: str = ""

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Self:
        """Read the variables that begin with ``TREMPLIN_``; raises ``ValueError`` with the name of a wrong one."""
        prefix = "TREMPLIN_"
        given = {
            name.removeprefix(prefix): value for name, value in environment.items() if name.startswith(prefix) and value
        }
        try:
            return msgspec.convert(given, cls, strict=False, dec_hook=lambda kind, text: kind(text))
        except msgspec.ValidationError as wrong:
            raise ValueError(f"{wrong} (prefix {prefix})") from wrong

    @property
    def database(self) -> str:
        """The SQLAlchemy URL: what was set, or an SQLite file in the data folder."""
        return self.database_url or f"sqlite+aiosqlite:///{self.data_dir / 'tremplin.db'}"

    @property
    def public_url(self) -> str:
        """Where people find the site, without a trailing slash; letters link there."""
        return (self.base_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def https(self) -> bool:
        """Whether people reach the site over https; cookies are then ``Secure``."""
        return urlsplit(self.public_url).scheme == "https"

    def signing_key(self) -> str:
        """Return the key of signed links: what was set, or one made once and kept in the data folder."""
        if self.secret:
            return self.secret
        path = self.data_dir / "secret"
        self.data_dir.mkdir(parents=True, exist_ok=True)
        try:
            with path.open("x") as file:
                file.write(secrets.token_hex(32))
            path.chmod(0o600)
        except FileExistsError:
            pass
        return path.read_text()


@cache
def current() -> Settings:
    """Return the settings of this process, read once."""
    return Settings.read(os.environ)
