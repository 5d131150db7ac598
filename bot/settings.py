"""Settings: the environment or a `.env` file, with the prefix CLAIMDESK_. docs/operators.md lists them."""

import ipaddress
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.pictures import PATH
from storage.db import DEFAULT_URL, DatabaseUrlError, parse_url
from storage.semantic.embedder import check_folder


class SettingsError(ValueError):
    """A setting is wrong; the message names it and says what is expected."""


class Settings(BaseSettings):
    """What an operator may set. Field descriptions are the documentation's."""

    model_config = SettingsConfigDict(env_prefix="CLAIMDESK_", env_file=".env", extra="ignore", frozen=True)

    token: SecretStr | None = Field(default=None, description="The bot's token, from @BotFather.")
    database_url: SecretStr = Field(
        default=SecretStr(DEFAULT_URL),
        description="Where everything is kept: sqlite:///... or postgresql://...",
    )
    api_url: str = Field(
        default="https://api.telegram.org", description="The Bot API server, where it is one of your own."
    )
    webhook_url: str | None = Field(
        default=None, description="The public https address, path included. Without it the bot polls."
    )
    webhook_secret: SecretStr | None = Field(
        default=None, description="A secret of 1 to 256 letters, digits, _ or -; needed with WEBHOOK_URL."
    )
    listen: str = Field(default="127.0.0.1:8080", description="Where the webhook server listens: host:port.")
    admins: Annotated[frozenset[int], NoDecode] = Field(
        default=frozenset(), description="Telegram ids of the admins, with commas between them."
    )
    quorum: int = Field(default=1, ge=1, le=2, description="How many reviewers a verdict needs: 1 or 2.")
    review_chat: int | None = Field(default=None, description="The id of the reviewers' group.")
    review_topic: int | None = Field(
        default=None, description="The forum topic of that group that cards come to."
    )
    desk_name: str = Field(
        default="this desk", max_length=60, description="The desk's name, as readers see it."
    )
    undo_seconds: int = Field(
        default=60, ge=0, le=3600, description="How long a verdict waits before notices and inline show it."
    )
    lease_minutes: int = Field(
        default=60, ge=1, le=1440, description="How long a claim stays with the reviewer who took it."
    )
    index_dir: Path | None = Field(
        default=None,
        description="The search index's folder; `search-index` beside an SQLite database by default.",
    )
    embedder: Path | None = Field(
        default=None,
        description="A folder with a model of meaning: `model.onnx` and `tokenizer.json`. See below.",
    )
    send_per_second: float = Field(default=30, gt=0, description="Messages a second, overall.")
    send_per_chat: float = Field(default=1, gt=0, description="Messages a second to one private chat.")
    send_per_group_minute: float = Field(default=20, gt=0, description="Messages a minute to one group.")
    log_level: str = Field(default="info", description="debug, info, warning or error.")

    @field_validator("admins", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        if isinstance(value, str):
            return [part.strip() for part in value.split(",") if part.strip()]
        return value

    @field_validator("*", mode="before")
    @classmethod
    def _empty_is_unset(cls, value: Any, info: Any) -> Any:
        """`CLAIMDESK_TOKEN=` in a .env file means that it is not set."""
        if value == "" and info.field_name is not None:
            return cls.model_fields[info.field_name].get_default(call_default_factory=True)
        return value

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: SecretStr) -> SecretStr:
        try:
            parse_url(value.get_secret_value())
        except DatabaseUrlError as error:
            raise ValueError(str(error).removeprefix("CLAIMDESK_DATABASE_URL ")) from None
        return value

    @field_validator("embedder")
    @classmethod
    def _embedder(cls, value: Path | None) -> Path | None:
        if value is not None:
            check_folder(value)
        return value

    @field_validator("listen")
    @classmethod
    def _host_and_port(cls, value: str) -> str:
        host, _, port = value.rpartition(":")
        if not host or not port.isdecimal() or not 0 <= int(port) <= 65535:
            raise ValueError("must be host:port, for example 127.0.0.1:8080")
        return value

    @field_validator("log_level")
    @classmethod
    def _level(cls, value: str) -> str:
        if value.lower() not in ("debug", "info", "warning", "error"):
            raise ValueError("must be debug, info, warning or error")
        return value.lower()

    @field_validator("webhook_secret")
    @classmethod
    def _secret(cls, value: SecretStr | None) -> SecretStr | None:
        text = value.get_secret_value() if value else "x"
        if not (1 <= len(text) <= 256 and all(c.isascii() and (c.isalnum() or c in "_-") for c in text)):
            raise ValueError("must be 1 to 256 letters, digits, _ or -")
        return value

    @model_validator(mode="after")
    def _together(self) -> "Settings":
        if self.webhook_url is None:
            return self
        if self.webhook_secret is None:
            raise ValueError(
                "CLAIMDESK_WEBHOOK_URL needs CLAIMDESK_WEBHOOK_SECRET, so that only Telegram gets in"
            )
        if not self.webhook_url.startswith("https://") and not _is_loopback(self.webhook_url):
            raise ValueError("CLAIMDESK_WEBHOOK_URL must start with https://")
        return self

    @property
    def database(self) -> str:
        return self.database_url.get_secret_value()

    @property
    def pictures_url(self) -> str | None:
        """Where Telegram's apps can fetch the pictures of ratings: only from a public https address."""
        parts = urlsplit(self.webhook_url or "")
        return f"https://{parts.netloc}{PATH}" if parts.scheme == "https" else None

    @property
    def index_folder(self) -> Path:
        if self.index_dir is not None:
            return self.index_dir
        url = parse_url(self.database)
        beside = Path(str(url.database)).parent if url.drivername.startswith("sqlite") else Path("data")
        return beside / "search-index"


def load(**overrides: Any) -> Settings:
    """Reads the settings. Raises SettingsError with one plain sentence for the first thing that is wrong."""
    try:
        return Settings(**overrides)
    except ValidationError as error:
        first = error.errors()[0]
        message = str(first["msg"]).removeprefix("Value error, ")
        name = ".".join(str(part) for part in first["loc"])
        raise SettingsError(f"CLAIMDESK_{name.upper()}: {message}" if name else message) from None


def _is_loopback(url: str) -> bool:
    """Whether a plain http address stays on this machine (a proxy in front, or a test)."""
    host = url.removeprefix("http://").partition("/")[0].rpartition(":")[0].strip("[]")
    try:
        return url.startswith("http://") and ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
