"""Reading the environment: small typed readers that name the variable when its value is bad."""

import contextlib
import os
import secrets
import stat
import tempfile
from collections.abc import Callable
from email.utils import parseaddr
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

BASE_DIR = Path(__file__).resolve().parent.parent

T = TypeVar("T")


def env(name: str, default: str, read: Callable[[str], T], expected: str) -> T:
    """Return `read(value of name)`, the value being `default` where it is unset or blank.

    Raises ImproperlyConfigured, naming the variable and what it expects, when `read` raises
    ValueError or KeyError. The value itself is not repeated: it may hold a password.
    """
    value = os.environ.get(name, "").strip() or default
    try:
        return read(value)
    except (KeyError, ValueError):
        raise ImproperlyConfigured(f"{name} must be {expected}.") from None


def env_switch(name: str, *, default: bool) -> bool:
    words = {"on": True, "1": True, "true": True, "yes": True}
    words |= {"off": False, "0": False, "false": False, "no": False}
    return env(name, "on" if default else "off", lambda v: words[v.lower()], "on or off")


def env_count(name: str, *, default: int) -> int:
    def read(value: str) -> int:
        if not value.isascii() or not value.isdigit() or int(value) == 0:
            raise ValueError(value)
        return int(value)

    return env(name, str(default), read, "a whole number above 0")


def env_amount(name: str, *, default: int) -> int:
    """Return a whole number; 0 means none."""

    def read(value: str) -> int:
        if not value.isascii() or not value.isdigit():
            raise ValueError(value)
        return int(value)

    return env(name, str(default), read, "a whole number, or 0")


def env_choice(name: str, choices: tuple[str, ...]) -> str:
    """Return one of `choices`; the first is the default."""
    options = {choice: choice for choice in choices}
    return env(name, choices[0], lambda v: options[v.lower()], "one of " + ", ".join(choices))


class Listen(NamedTuple):
    """Where the server listens."""

    host: str
    port: int


def read_site_url(value: str) -> SplitResult:
    """Return the parts of an http or https origin, such as `https://study.example`."""
    parts = urlsplit(value.rstrip("/"))
    extra = parts.path or parts.query or parts.fragment or parts.username
    if parts.scheme not in {"http", "https"} or not parts.hostname or extra or parts.port == 0:
        raise ValueError(value)
    return parts


def read_listen(value: str) -> Listen:
    """Return the host and port of `127.0.0.1:8000` or `[::]:8000`."""
    parts = urlsplit(f"//{value}")
    if not parts.hostname or not parts.port or parts.netloc != value or parts.username:
        raise ValueError(value)
    return Listen(parts.hostname, parts.port)


def read_hosts(value: str) -> list[str]:
    """Return the host names of a comma-separated list; no schemes, ports or lone `*`."""
    hosts = [host.strip().lower() for host in value.split(",") if host.strip()]
    if any(host == "*" or set(host) & set("/:@? ") for host in hosts):
        raise ValueError(value)
    return hosts


def read_secret(value: str) -> str:
    if len(value) < 50 or len(set(value)) < 5:
        raise ValueError("too easily guessed")
    return value


class MailServer(NamedTuple):
    """Where mail is handed over, in the order of Django's settings; without a host, nowhere."""

    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    use_ssl: bool = False
    use_tls: bool = False


def read_mail_server(value: str) -> MailServer:
    """Return the parts of `smtp://user:password@host:port`; of "", no server.

    `smtps` is encrypted from the first byte (port 465). `smtp` asks for encryption (STARTTLS, port
    587), except of a server on this very machine (port 25).
    """
    if not value:
        return MailServer()
    url = urlsplit(value)
    extra = url.path.strip("/") or url.query or url.fragment
    if url.scheme not in {"smtp", "smtps"} or not url.hostname or extra or url.port == 0:
        raise ValueError("no mail server")
    if bool(url.username) != bool(url.password):
        raise ValueError("half a login")
    use_ssl = url.scheme == "smtps"
    use_tls = not use_ssl and url.hostname not in {"localhost", "127.0.0.1", "::1"}
    return MailServer(
        host=url.hostname,
        port=url.port or (465 if use_ssl else 587 if use_tls else 25),
        user=unquote(url.username or ""),
        password=unquote(url.password or ""),
        use_ssl=use_ssl,
        use_tls=use_tls,
    )


def read_sender(value: str) -> str:
    """Return `study@example.org` or `Name <study@example.org>` as it is; "" too."""
    try:
        if value:
            validate_email(parseaddr(value)[1])
    except ValidationError:
        raise ValueError(value) from None
    return value


SQLITE_PRAGMAS = (
    # Readers never wait for the writer. FULL syncs every commit (about half a millisecond): an
    # answer that was acknowledged survives a power cut, which NORMAL does not promise.
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
    "PRAGMA mmap_size=134217728; PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY;"
)


def read_database(value: str) -> dict[str, Any]:
    """Return Django's settings for `sqlite:///path` or `postgres://user:password@host/name?option=`.

    Every part is percent-decoded. A relative SQLite path starts at the project folder, an absolute
    one has four slashes. The options of a PostgreSQL URL are libpq's (sslmode, ...).
    """
    url = urlsplit(value)
    name = unquote(url.path[1:])
    if not name or url.fragment:
        raise ValueError("no database named")
    if url.scheme == "sqlite" and not url.netloc and not url.query:
        return sqlite_database(BASE_DIR / name)
    if url.scheme not in {"postgres", "postgresql"}:
        raise ValueError("unknown kind of database")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": unquote(url.hostname or ""),
        "PORT": str(url.port or ""),
        "OPTIONS": dict(
            parse_qsl(url.query, keep_blank_values=True, strict_parsing=bool(url.query))
        ),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


def sqlite_database(path: Path) -> dict[str, Any]:
    """Return settings under which concurrent writers queue instead of failing as locked."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 20,
            # A deferred transaction that reads and then writes fails at once, whatever the
            # timeout, when another wrote in between; an immediate one waits its turn.
            "transaction_mode": "IMMEDIATE",
            "init_command": SQLITE_PRAGMAS,
        },
    }


def make_private_folder(path: Path) -> Path:
    """Make `path`, readable by its owner only, unless it is there already."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as problem:
        raise ImproperlyConfigured(
            f"DATA_DIR must be a folder that can be written ({path}: {problem.strerror})."
        ) from None
    return path


def secret_key_in(folder: Path) -> str:
    """Return the key kept in `folder`/secret_key, made by whichever process comes first.

    The key is written under another name and linked into place, which fails if the file is there:
    of two processes starting together both read the same, whole key.
    """
    path = folder / "secret_key"
    try:
        if not path.exists():
            with tempfile.NamedTemporaryFile("w", dir=folder, prefix=".secret_key-") as draft:
                draft.write(secrets.token_urlsafe(64))
                draft.flush()
                with contextlib.suppress(FileExistsError):
                    os.link(draft.name, path)
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            path.chmod(0o600)
        return read_secret(path.read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        raise ImproperlyConfigured(
            f"DATA_DIR must hold a good secret_key or let one be made ({path}); or set SECRET_KEY."
        ) from None
