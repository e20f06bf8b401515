"""`zhike serve`: pages and jobs for real people; refuses to start unsafely."""

import sys
from argparse import Namespace
from dataclasses import replace
from pathlib import Path

from zhike.cli.address import Address, refuse_taken
from zhike.cli.demo_directory import is_demo
from zhike.cli.household import run_household, tell_children
from zhike.cli.refusal import Refusal, bullet
from zhike.cli.safety import dangers
from zhike.cli.starting import environment
from zhike.cli.tls import checked_pair, fingerprint, self_signed
from zhike.config.environment import LOOPBACK_HOSTS, Environment
from zhike.phrases import Phrase, chinese, say


def run(arguments: Namespace) -> int:
    settings = environment()
    address = Address(arguments.host, arguments.port)
    behind_proxy = arguments.behind_proxy or settings.behind_proxy
    own_https = bool(arguments.cert or arguments.key or arguments.self_signed)
    settings = replace(settings, https=own_https or behind_proxy, behind_proxy=behind_proxy)
    refuse_unsafe(settings, address, arguments)
    refuse_taken(address)
    pair = _pair(settings, arguments)
    tell_children(ZHIKE_HTTPS=str(int(settings.https)), ZHIKE_BEHIND_PROXY=str(int(behind_proxy)))
    _migrate(settings)

    host = settings.hosts[0].removeprefix(".")
    known = "" if settings.hosts == LOOPBACK_HOSTS else host
    url = f"https://{host}/" if behind_proxy else address.url(https=settings.https, host=known)

    def announce() -> None:
        print(chinese("Zhike is running: %(url)s  (Ctrl-C stops it)") % {"url": url}, flush=True)

    code = run_household(address, announce=announce, pair=pair, host=host)
    print(chinese("Stopped."), file=sys.stderr)
    return code


def refuse_unsafe(settings: Environment, address: Address, arguments: Namespace) -> None:
    """Say everything that is wrong at once, each with its remedy.

    Raises:
        Refusal: if anything is.
    """
    found = dangers(settings, address)
    if is_demo(settings.data_dir):
        found.append(
            Phrase(
                "ZHIKE_DATA_DIR %(path)s belongs to the demo, whose passwords were shown: "
                "choose another directory for real data.",
                {"path": settings.data_dir},
            )
        )
    if bool(arguments.cert) != bool(arguments.key):
        found.append(Phrase("--cert and --key belong together: give both or none."))
    if (arguments.cert or arguments.key) and (arguments.self_signed or arguments.behind_proxy):
        found.append(Phrase("Choose one of --cert with --key, --self-signed and --behind-proxy."))
    if found:
        raise Refusal(Phrase("Zhike does not start like this:"), *(bullet(one) for one in found))


def _pair(settings: Environment, arguments: Namespace) -> tuple[Path, Path] | None:
    if arguments.cert:
        checked_pair(arguments.cert, arguments.key)
        return arguments.cert, arguments.key
    if not arguments.self_signed:
        return None
    pair = self_signed(settings.data_dir / "tls", settings.hosts)
    words = Phrase(
        "Browsers warn of a self-signed certificate once; its SHA-256 fingerprint must be\n%(fingerprint)s",
        {"fingerprint": fingerprint(pair[0])},
    )
    print(say(words), file=sys.stderr)
    return pair


def _migrate(settings: Environment) -> None:
    from zhike.cli.database import start_django
    from zhike.cli.migrate import bring_up_to_date

    start_django()
    bring_up_to_date(settings.data_dir, keeping=settings.backup_before_migrate)
