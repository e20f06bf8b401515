"""`zhike web`: the pages, served by this process and its workers."""

from argparse import Namespace
from dataclasses import replace

from granian import Granian
from granian.constants import Interfaces, SSLProtocols
from granian.log import LogLevels

from zhike.cli.address import Address, refuse_taken
from zhike.cli.refusal import Refusal
from zhike.cli.safety import dangers
from zhike.cli.starting import environment
from zhike.cli.tls import checked_pair
from zhike.phrases import Phrase

KILL_SECONDS = 8  # less than the supervisor waits, so that a stuck request cannot hold the stop up


def run(arguments: Namespace) -> int:
    settings = environment()
    address = Address(arguments.host, arguments.port)
    found = dangers(replace(settings, https=settings.https or bool(arguments.cert)), address)
    if found and not address.is_loopback:  # a developer on her own machine may do as she likes
        raise Refusal(*found)
    if bool(arguments.cert) != bool(arguments.key):
        raise Refusal(Phrase("--cert and --key belong together: give both or none."))
    if arguments.cert:
        checked_pair(arguments.cert, arguments.key)
    refuse_taken(address)
    is_talkative = settings.log_level == "DEBUG"  # its INFO is about its own processes
    Granian(
        "zhike.config.wsgi:application",
        address=address.host,
        port=address.port,
        interface=Interfaces.WSGI,
        workers=settings.web_processes,
        blocking_threads=1,
        respawn_failed_workers=True,
        workers_kill_timeout=KILL_SECONDS,
        log_level=LogLevels.debug if is_talkative else LogLevels.warning,
        log_access=False,
        ssl_cert=arguments.cert,
        ssl_key=arguments.key,
        ssl_protocol_min=SSLProtocols.tls12,  # older office browsers
    ).serve()
    return 0
