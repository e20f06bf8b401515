"""What must not be let out of this machine, whichever command would do it."""

from zhike.cli.address import Address
from zhike.config.environment import Environment, faults
from zhike.phrases import Phrase


def dangers(settings: Environment, address: Address) -> list[Phrase]:
    """List every reason not to listen there, each with its remedy."""
    found = faults(settings)
    if not settings.https and not settings.behind_proxy and not address.is_loopback:
        found.append(
            Phrase(
                "Passwords must not travel unencrypted, so plain HTTP is for 127.0.0.1 only: give --cert and --key, "
                "or let `zhike serve` do it by --self-signed or --behind-proxy."
            )
        )
    return found


def cautions(settings: Environment, address: Address) -> list[Phrase]:
    """List what only the administrator can judge."""
    if not settings.behind_proxy or address.is_loopback:
        return []
    words = Phrase(
        "Caution: %(host)s may be reached past the proxy. Let a firewall allow the proxy alone, or leave --host out "
        "if the proxy runs on this machine.",
        {"host": address.host},
    )
    return [words]
