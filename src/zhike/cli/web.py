"""`zhike web`: the pages, served by this process and its workers."""

import sys
from argparse import Namespace
from dataclasses import replace

from granian import Granian
from granian.constants import Interfaces, SSLProtocols
from granian.http import HTTP1Settings
from granian.log import LogLevels

from zhike.cli.address import Address, refuse_taken
from zhike.cli.refusal import Refusal
from zhike.cli.safety import cautions, dangers
from zhike.cli.starting import environment
from zhike.cli.tls import checked_pair
from zhike.config.environment import WEB_THREADS
from zhike.config.logs import server_logging
from zhike.core.keeping.refusing import unfinished
from zhike.phrases import Phrase, say

HEADERS_WITHIN_SECONDS = 10
IDLE_THREAD_SECONDS = 600  # the most: a thread that ends leaves its connection to the garbage collector
KILL_SECONDS = 8  # less than the supervisor waits, so that a stuck request cannot hold the stop up


def run(arguments: Namespace) -> int:
    settings = environment()
    if broken_off := unfinished(settings.data_dir):
        raise Refusal(broken_off)
    settings = replace(settings, https=settings.https or bool(arguments.cert))
    address = Address(arguments.host, arguments.port)
    is_development = address.is_loopback and not settings.https and not settings.behind_proxy
    found = dangers(settings, address)
    if found and not is_development:  # a developer on her own machine may do as she likes
        raise Refusal(*found)
    for caution in cautions(settings, address):
        print(say(caution), file=sys.stderr)
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
        blocking_threads=WEB_THREADS,
        blocking_threads_idle_timeout=IDLE_THREAD_SECONDS,
        http1_settings=HTTP1Settings(header_read_timeout=HEADERS_WITHIN_SECONDS * 1000),
        respawn_failed_workers=True,
        workers_kill_timeout=KILL_SECONDS,
        log_level=LogLevels.debug if is_talkative else LogLevels.warning,
        log_access=False,
        log_dictconfig=server_logging(form=settings.log_format),
        ssl_cert=arguments.cert,
        ssl_key=arguments.key,
        ssl_protocol_min=SSLProtocols.tls12,  # older office browsers
    ).serve()
    return 0
