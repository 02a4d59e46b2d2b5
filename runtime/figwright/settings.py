"""Settings from the environment (`FIGWRIGHT_...`) and `figwright.toml`: the same names, and the environment wins."""

from __future__ import annotations

import os
import re
from dataclasses import asdict
from difflib import get_close_matches
from errno import EISDIR
from pathlib import Path
from tomllib import TOMLDecodeError
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from figwright.connections import (
    Connection,
    ConnectionOptions,
    Names,
    installed_connectors,
    named_faults,
    split_names,
)
from figwright.errors import ConfigurationError
from figwright.http.limits import Limits
from figwright.redaction.secret import Secret
from figwright.rendering.shape import MAX_CHARACTERS, MAX_TOKENS, Shape
from figwright.store.bounds import LEASE
from figwright.store.opening import DATABASE_CONNECTIONS, EVENT_RETENTION_DAYS, USUAL_LEASE, Storage

FILE = "figwright.toml"
PREFIX = "FIGWRIGHT_"
_USUAL, _STORAGE = Limits(), Storage()
_PLACEHOLDER = re.compile(r"\$\{[^}]*\}|\{\{[^}]*\}\}|\A(?:\$[A-Za-z_]\w*|%[A-Za-z_]\w*%)\Z")


Secrets = Annotated[tuple[Secret, ...], NoDecode, BeforeValidator(split_names)]
EXPIRY_NOTICE_DAYS = 7.0


class EventEndpointOptions(BaseModel):
    """An address of your application that hears what happens to accounts ([events.NAME], docs/events.md)."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    url: str = Field("", repr=False)
    secret: Secrets = ()
    """`whsec_...`, what deliveries are signed with: the newest first, while it is changed."""
    types: Names | None = None
    """Only events of these types."""
    allow_insecure: bool = False
    """Allow an address that is neither https nor on this machine."""


class Settings(BaseSettings):
    """`connections` maps each connection's name to its options: `FIGWRIGHT_CONNECTIONS__<NAME>__PLAN=...`."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter="__",
        toml_file=FILE,
        extra="ignore",
        hide_input_in_errors=True,
    )

    database_url: Secret = Secret.text("")
    encryption_keys: Secrets = ()
    public_url: str = ""
    lease: float = Field(USUAL_LEASE, gt=0, le=LEASE)
    prepared_statements: bool | None = None
    database_connections: int = Field(DATABASE_CONNECTIONS, ge=1)
    event_retention_days: float = Field(EVENT_RETENTION_DAYS, ge=0, allow_inf_nan=False)
    cache_dir: str = ""
    cache_max_bytes: int = Field(_STORAGE.cache_max_bytes, gt=0)
    connections: dict[str, ConnectionOptions] = Field(default_factory=dict)
    events_url: str = ""
    events_secret: Secrets = ()
    events: dict[str, EventEndpointOptions] = Field(default_factory=dict)
    expiry_notice_days: float = Field(EXPIRY_NOTICE_DAYS, ge=0, allow_inf_nan=False)
    max_response_bytes: int = Field(_USUAL.max_response_bytes, gt=0)
    deadline: float = Field(_USUAL.deadline, gt=0)
    proxy: Secret | None = None
    ca_bundle: str | None = None
    trust_env: bool = False
    max_tokens: int = Field(MAX_TOKENS, gt=0)
    max_characters: int = Field(MAX_CHARACTERS, gt=0)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, _File(settings_cls)

    def named_connections(self) -> list[Connection]:
        return [Connection(name=name.lower(), **dict(options)) for name, options in self.connections.items()]

    def event_endpoints(self) -> dict[str, EventEndpointOptions]:
        """Those that hear of account events, by name; that of `events_url` is called default.

        Raises ConfigurationError where another is called so.
        """
        found = {name.lower(): options for name, options in self.events.items()}
        if self.events_url and "default" in found:
            raise ConfigurationError(
                "Two endpoints are called default: events_url is one, and [events.default] another."
            )
        if self.events_url:
            found["default"] = EventEndpointOptions(url=self.events_url, secret=self.events_secret)
        return found

    def storage(self, **given: Any) -> Storage:
        """Where accounts are kept; `given` on top."""
        set_here: dict[str, Any] = {
            "database_url": self.database_url,
            "encryption_keys": self.encryption_keys,
            "public_url": self.public_url,
            "lease": self.lease,
            "prepared_statements": self.prepared_statements,
            "database_connections": self.database_connections,
            "event_retention_days": self.event_retention_days,
            "cache_dir": self.cache_dir,
            "cache_max_bytes": self.cache_max_bytes,
        }
        return Storage(**(set_here | given))

    def limits(self) -> Limits:
        return Limits(
            deadline=self.deadline,
            max_response_bytes=self.max_response_bytes,
            proxy=self.proxy,
            ca_bundle=self.ca_bundle,
            trust_env=self.trust_env,
        )

    def shape(self) -> Shape:
        """That of each result's text."""
        return Shape(max_tokens=self.max_tokens, max_characters=self.max_characters)

    def bounds(self) -> dict[str, Any]:
        """Those arguments of a client's constructor that bound calls and texts."""
        return {**asdict(self.limits()), "max_tokens": self.max_tokens, "max_characters": self.max_characters}


class _File(TomlConfigSettingsSource):
    """`figwright.toml`, in which every name has to be one of a setting: the environment holds others' names, too."""

    def __call__(self) -> dict[str, Any]:
        if Path(FILE).is_dir():
            raise IsADirectoryError(EISDIR, os.strerror(EISDIR))
        known = self.settings_cls.model_fields
        if unknown := [name for name in self.toml_data if name not in known]:
            raise ConfigurationError(f"{FILE}: {' '.join(map(_misnamed, sorted(unknown)))}")
        return super().__call__()


def _misnamed(name: str) -> str:
    near = nearest_setting(name)
    meant = f"Did you mean {near}?" if near else f"There are: {', '.join(sorted(Settings.model_fields))}."
    return f"{name} is not the name of a setting. {meant}"


def nearest_setting(name: str) -> str:
    """The setting that a misspelt name was meant for, as figwright.toml has it, with dots; "" if nothing is near.

    A connection's option that comes without its connection is one of an installed connector's.
    """
    plain = name.lower().removeprefix(PREFIX.lower())
    options = ConnectionOptions.model_fields
    if found := re.fullmatch(rf"connections?_+(.+?)_+({'|'.join(options)})", plain):
        return f"connections.{found[1]}.{found[2]}"
    known = {each: each for each in Settings.model_fields}
    for connector in installed_connectors():
        for before in ("", f"{connector}_", f"connections_{connector}_"):
            known = {before + option: f"connections.{connector}.{option}" for option in options} | known
    near = get_close_matches(plain.replace("__", "_"), known, 1, 0.75)
    return known[near[0]] if near else ""


def stray_variables() -> dict[str, str]:
    """Variables of the environment that look like settings and are not: a sentence by name.

    A sentence ends in a question if a setting's name is near.
    """
    found: dict[str, str] = {}
    for name in sorted(os.environ):
        if name.upper().startswith(PREFIX) and _setting_of(name) not in Settings.model_fields:
            near = nearest_setting(name).replace(".", "__").upper()
            meant = f"; did you mean {PREFIX}{near}?" if near else "."
            found[name] = f"{name} is set and means nothing{meant}"
    return found


def _setting_of(variable: str) -> str:
    return variable[len(PREFIX) :].partition("__")[0].lower()


def named_places() -> dict[str, dict[str, Any]]:
    """What the environment and the file say, by the place's name; the first wins."""
    try:
        return {"environment": EnvSettingsSource(Settings)(), FILE: _File(Settings)()}
    except (SettingsError, OSError, TOMLDecodeError):  # what is wrong with them, load_settings tells
        return {}


def load_settings(**given: Any) -> Settings:
    """The settings with `given` on top. Raises ConfigurationError that names each faulty setting."""
    for name, value in os.environ.items():
        ours = name.upper().startswith(PREFIX) and _setting_of(name) in Settings.model_fields
        if ours and (placeholder := unfilled(value)):
            raise ConfigurationError(
                f"{name} holds {placeholder}, as a configuration writes it: whoever started this program did not fill "
                "it in. Set that variable where that program runs, and restart it."
            )
    try:
        return Settings(**given)
    except ValidationError as error:
        faults = named_faults(error)
        wrong = (
            f"The settings (FIGWRIGHT_... or figwright.toml) are wrong. {faults}{'' if faults.endswith('?') else '.'}"
        )
    except SettingsError:
        wrong = (
            "A FIGWRIGHT_... variable is not JSON where it has to be. Set its parts instead, such as "
            "FIGWRIGHT_CONNECTIONS__NAME__CLIENT_ID."
        )
    except (TOMLDecodeError, UnicodeDecodeError) as error:
        wrong = f"figwright.toml is no TOML: {error}."
    except OSError as error:
        wrong = f"figwright.toml cannot be read: {error.strerror}."
    raise ConfigurationError(wrong)  # not above: that would keep what was read, secrets and all, as its context


def unfilled(text: str) -> str:
    """The variable in a text as a configuration names one, which whoever reads it left as it stands; or nothing."""
    found = _PLACEHOLDER.search(text.strip())
    return found[0] if found else ""
