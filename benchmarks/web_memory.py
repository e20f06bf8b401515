"""`zhike web` after 200 requests over all kinds of pages: the private memory of its processes, and its start."""

from itertools import cycle, islice
from time import perf_counter

from benchmarks.installation import fresh_installation
from benchmarks.memory import MEGABYTE, descendants, private_bytes
from benchmarks.table import milliseconds, show, verdict
from benchmarks.visiting import Visitor, fill, free_port, wait_until_it_answers

REQUESTS = 200
CUSTOMERS = 2_000
GOAL_BYTES = 150e6
PAGES = (
    "/",
    "/customers/",
    "/customers/?sort=-bought",
    "/customers/new/",
    "/customers/C000001/",
    "/customers/edit/C000001/",
    "/orders/",
    "/products/",
    "/products/new/",
    "/import/",
    "/import/new/orders/",
    "/password/",
    "/gallery/",
    "/nowhere/",
)


def main() -> None:
    with fresh_installation() as installation:
        password = fill(installation, CUSTOMERS)
        port = free_port()
        before = perf_counter()
        with installation.started("web", "--port", str(port)) as web:
            visitor = Visitor(port)
            wait_until_it_answers(visitor)
            start = perf_counter() - before
            visitor.sign_in(password)
            for path in islice(cycle(PAGES), REQUESTS):
                visitor.ask(path)
            sizes = [private_bytes(pid) for pid in (web.pid, *descendants(web.pid))]
    names = ("parent", *(f"process {number}" for number in range(1, len(sizes))))
    rows = [
        (name, f"{size / MEGABYTE:.0f} MB", verdict(reached=size <= GOAL_BYTES))
        for name, size in zip(names, sizes, strict=True)
    ]
    show(f"`zhike web` after {REQUESTS} requests", ("process", "private memory", "goal"), rows)
    show("its start", ("until the first answer",), [(milliseconds(start),)])
