"""What environment variables say about this installation: read once, checked, without Django."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv6Address
from pathlib import Path
from urllib.parse import quote, urlsplit

from platformdirs import user_data_dir

from zhike.config.keys import make_key
from zhike.config.values import BadSetting, folder, number, one_of, switch, token
from zhike.phrases import Phrase

LOOPBACK_HOSTS = ("localhost", "127.0.0.1", "[::1]")
DATABASE_SCHEMES = ("sqlite", "postgres", "postgresql")
MAIL_SCHEMES = ("smtp", "smtps")  # smtp begins in the clear and turns to TLS where a name is given
ANALYTICS_SCHEMES = ("duckdb", "clickhouse", "spark", "sc")
LOG_FORMATS = ("text", "json")
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
WEB_THREADS = 8  # of one web process, started when needed; each has its own connection to the database
SHORTEST_KEY = 50  # characters, as Django's own deployment check asks
KNOWN_KEYS = ("django-insecure-", "changeme", "change-me", "secret", "password", "zhike", "test", "example")
HOST = re.compile(r"\*|\.?[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\]", re.IGNORECASE)


@dataclass(frozen=True)
class Variable:
    """One setting as the manual lists it."""

    name: str
    default: str
    meaning: str


VARIABLES = (
    Variable("ZHIKE_DATA_DIR", "<user_data_dir>/zhike", "Where database, key, uploads and certificates are kept."),
    Variable("ZHIKE_DATABASE_URL", "sqlite:///<data_dir>/zhike.sqlite3", "Which database: SQLite or PostgreSQL."),
    Variable("ZHIKE_SECRET_KEY", "<data_dir>/secret_key", "Signs sessions and links; made on the first start."),
    Variable("ZHIKE_HOSTS", "localhost,127.0.0.1,[::1]", "Names and addresses that colleagues type, comma separated."),
    Variable("ZHIKE_DEBUG", "0", "Error pages with source code, for developers only."),
    Variable("ZHIKE_HTTPS", "0", "Pages are reached by HTTPS; `zhike serve` sets it."),
    Variable("ZHIKE_BEHIND_PROXY", "0", "A proxy in front ends HTTPS; `zhike serve --behind-proxy` sets it."),
    Variable("ZHIKE_COMPANY", "", "The company's name as pages show it."),
    Variable("ZHIKE_UPLOAD_LIMIT_MB", "200", "The largest file that may be uploaded."),
    Variable("ZHIKE_ATTACHMENT_LIMIT_MB", "50", "The largest attachment, in MB; never above the largest upload."),
    Variable("ZHIKE_SESSION_IDLE_MINUTES", "720", "After so many minutes without a click one signs in again."),
    Variable("ZHIKE_SESSION_DAYS", "14", "After so many days one signs in again, however busy one was."),
    Variable("ZHIKE_WEB_PROCESSES", "2", "How many web processes answer at once."),
    Variable("ZHIKE_URL", "", "The address that links in e-mails begin with, such as https://crm.example.cn."),
    Variable("ZHIKE_MAIL_URL", "", "The mail server: smtp://name:password@host:587, or smtps:// for port 465."),
    Variable("ZHIKE_MAIL_FROM", "", "Whom e-mails come from, such as crm@example.cn."),
    Variable("ZHIKE_BACKUP_DIR", "", "Where a backup is made each night; none is made without it."),
    Variable("ZHIKE_BACKUPS_KEPT", "7", "How many nightly backups are kept, besides four weekly ones."),
    Variable("ZHIKE_BACKUP_BEFORE_MIGRATE", "1", "Make a backup before an upgrade changes the database."),
    Variable("ZHIKE_EXPORT_DIR", "", "Where scheduled exports are written; without it there are none."),
    Variable("ZHIKE_IMPORTS_KEPT_DAYS", "90", "For how many days the files of imports are kept."),
    Variable("ZHIKE_LOG_LEVEL", "INFO", "How much the log says."),
    Variable("ZHIKE_LOG_FORMAT", "text", "Lines of text, or json: one object a line for programs that collect logs."),
    Variable("ZHIKE_ANALYTICS_URL", "duckdb://", "The engine of analytics: DuckDB inside, or ClickHouse or Spark."),
    Variable("ZHIKE_ANALYTICS_MEMORY_MB", "2048", "How much memory DuckDB may take before it goes on in files."),
    Variable("ZHIKE_METRICS_TOKEN", "", "Who sends it as a bearer token may read /metrics; nobody may without it."),
)


@dataclass(frozen=True)
class Environment:
    """The settings of one installation."""

    data_dir: Path
    database_url: str
    secret_key: str
    hosts: tuple[str, ...]
    debug: bool
    https: bool
    behind_proxy: bool
    company: str
    upload_limit_mb: int
    session_idle_minutes: int
    session_days: int
    web_processes: int
    backup_dir: Path | None
    backups_kept: int
    backup_before_migrate: bool
    log_level: str
    url: str = ""
    mail_url: str = ""
    mail_from: str = ""
    attachment_limit_mb: int = 50
    export_dir: Path | None = None
    imports_kept_days: int = 90
    log_format: str = "text"
    metrics_token: str = ""
    analytics_url: str = "duckdb://"
    analytics_memory_mb: int = 2048


def load(environ: Mapping[str, str]) -> Environment:
    """Read the settings, making the data directory and the secret key on the first start.

    Raises:
        BadSetting: naming the variable that cannot be understood and the remedy.
    """
    data_dir = _data_dir(environ)
    return Environment(
        data_dir=data_dir,
        database_url=_database_url(environ) or sqlite_url(data_dir / "zhike.sqlite3"),
        secret_key=environ.get("ZHIKE_SECRET_KEY", "").strip() or _kept_key(data_dir / "secret_key"),
        hosts=_hosts(environ),
        debug=switch(environ, "ZHIKE_DEBUG"),
        https=switch(environ, "ZHIKE_HTTPS"),
        behind_proxy=switch(environ, "ZHIKE_BEHIND_PROXY"),
        company=environ.get("ZHIKE_COMPANY", "").strip(),
        upload_limit_mb=number(environ, "ZHIKE_UPLOAD_LIMIT_MB", default=200, least=1, most=2048),
        session_idle_minutes=number(environ, "ZHIKE_SESSION_IDLE_MINUTES", default=720, least=5, most=43_200),
        session_days=number(environ, "ZHIKE_SESSION_DAYS", default=14, least=1, most=365),
        web_processes=number(environ, "ZHIKE_WEB_PROCESSES", default=2, least=1, most=64),
        backup_dir=folder(environ, "ZHIKE_BACKUP_DIR"),
        backups_kept=number(environ, "ZHIKE_BACKUPS_KEPT", default=7, least=1, most=366),
        backup_before_migrate=switch(environ, "ZHIKE_BACKUP_BEFORE_MIGRATE", default=True),
        export_dir=folder(environ, "ZHIKE_EXPORT_DIR"),
        imports_kept_days=number(environ, "ZHIKE_IMPORTS_KEPT_DAYS", default=90, least=1, most=3650),
        log_level=one_of(environ, "ZHIKE_LOG_LEVEL", LOG_LEVELS, default="INFO"),
        log_format=one_of(environ, "ZHIKE_LOG_FORMAT", LOG_FORMATS, default="text"),
        metrics_token=token(environ, "ZHIKE_METRICS_TOKEN"),
        analytics_url=_analytics_url(environ),
        analytics_memory_mb=number(environ, "ZHIKE_ANALYTICS_MEMORY_MB", default=2048, least=256, most=1_048_576),
        url=environ.get("ZHIKE_URL", "").strip().rstrip("/"),
        mail_url=_mail_url(environ),
        mail_from=environ.get("ZHIKE_MAIL_FROM", "").strip(),
        attachment_limit_mb=number(environ, "ZHIKE_ATTACHMENT_LIMIT_MB", default=50, least=1, most=2048),
    )


def _mail_url(environ: Mapping[str, str]) -> str:
    """Read the mail server's address.

    Raises:
        BadSetting: it is none.
    """
    given = environ.get("ZHIKE_MAIL_URL", "").strip()
    parts = urlsplit(given)
    if given and (parts.scheme not in MAIL_SCHEMES or not parts.hostname):
        raise BadSetting(
            Phrase("ZHIKE_MAIL_URL must look like smtp://name:password@mail.example.cn:587, or begin with smtps://.")
        )
    return given


def _analytics_url(environ: Mapping[str, str]) -> str:
    """Read the engine's address.

    Raises:
        BadSetting: it is none of the engines that are tested.
    """
    given = environ.get("ZHIKE_ANALYTICS_URL", "").strip() or "duckdb://"
    if given.partition("://")[0] not in ANALYTICS_SCHEMES or "://" not in given:
        raise BadSetting(
            Phrase(
                "ZHIKE_ANALYTICS_URL must begin with %(schemes)s.",
                {"schemes": ", ".join(f"{scheme}://" for scheme in ANALYTICS_SCHEMES)},
            )
        )
    return given


def faults(environment: Environment) -> list[Phrase]:
    """List what makes these settings unsafe for real data."""
    found: list[Phrase] = []
    key = environment.secret_key
    if environment.debug:
        found.append(Phrase("ZHIKE_DEBUG is on, so errors show source code and settings: unset it."))
    if key.lower().startswith(KNOWN_KEYS):
        found.append(Phrase("ZHIKE_SECRET_KEY is a well-known word: unset it and Zhike makes one itself."))
    elif len(key) < SHORTEST_KEY or len(set(key)) < 5:
        found.append(
            Phrase(
                "ZHIKE_SECRET_KEY is too easy to guess: unset it and Zhike makes one itself, "
                "or give at least %(length)s random characters.",
                {"length": SHORTEST_KEY},
            )
        )
    if "*" in environment.hosts:
        found.append(Phrase("ZHIKE_HOSTS allows every host (*): list the names and addresses that colleagues type."))
    if environment.hosts == LOOPBACK_HOSTS and (environment.https or environment.behind_proxy):
        found.append(
            Phrase("ZHIKE_HOSTS is not set: list the names and addresses that colleagues type, e.g. crm.example.cn.")
        )
    return found


def unknown_variables(environ: Mapping[str, str]) -> list[str]:
    """List variables that look like ours and are not, most often misspelt."""
    known = {variable.name for variable in VARIABLES}
    return sorted(name for name in environ if name.startswith("ZHIKE_") and name not in known)


def sqlite_url(path: Path) -> str:
    """Write a path as a database URL, whatever characters it has."""
    return f"sqlite:///{quote(str(path))}"


def _data_dir(environ: Mapping[str, str]) -> Path:
    path = Path(environ.get("ZHIKE_DATA_DIR", "").strip() or user_data_dir("zhike")).expanduser().absolute()
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise BadSetting(
            Phrase(
                "The data directory %(path)s cannot be made (%(reason)s): "
                "set ZHIKE_DATA_DIR to a directory that this user may write to.",
                {"path": path, "reason": error.strerror},
            )
        ) from error
    return path


def _database_url(environ: Mapping[str, str]) -> str:
    url = environ.get("ZHIKE_DATABASE_URL", "").strip()
    try:
        parts = urlsplit(url)
        usable = parts.scheme in DATABASE_SCHEMES and len(parts.path) > 1 and (parts.port or 1) > 0
    except ValueError:  # a port that is no number, brackets that do not close
        usable = False
    if url and not usable:
        # The value is not repeated: it may hold a password.
        raise BadSetting(
            Phrase(
                "ZHIKE_DATABASE_URL cannot be understood: write sqlite:////path/zhike.sqlite3 "
                "or postgresql://user:password@host:5432/database."
            )
        )
    return url


def _kept_key(path: Path) -> str:
    try:
        key = path.read_text(encoding="ascii").strip() if path.exists() else make_key(path)
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise BadSetting(
            Phrase(
                "The secret key %(path)s can be neither read nor made (%(reason)s): "
                "let this user own the file, or set ZHIKE_SECRET_KEY.",
                {"path": path, "reason": reason},
            )
        ) from error
    if not key:
        raise BadSetting(
            Phrase("The secret key file %(path)s is empty: delete it and Zhike makes a new one.", {"path": path})
        )
    return key


def _hosts(environ: Mapping[str, str]) -> tuple[str, ...]:
    words = [word.strip() for word in environ.get("ZHIKE_HOSTS", "").split(",")]
    hosts = tuple(_bracketed(word) for word in words if word)
    for host in hosts:
        if not HOST.fullmatch(host):
            raise BadSetting(
                Phrase(
                    "ZHIKE_HOSTS has “%(host)s”, which is no host: write names or addresses without "
                    "https://, port and path, e.g. crm.example.cn,192.168.1.5.",
                    {"host": host},
                )
            )
    return hosts or LOOPBACK_HOSTS


def _bracketed(host: str) -> str:
    try:
        return f"[{IPv6Address(host)}]"
    except ValueError:
        return host.lower()
