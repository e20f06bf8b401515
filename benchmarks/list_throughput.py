"""How many list pages two web processes serve in a second, to visitors who come as fast as they are answered."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from time import perf_counter

from benchmarks.installation import fresh_installation
from benchmarks.table import show, verdict
from benchmarks.visiting import Line, Visitor, fill, free_port, wait_until_it_answers

CUSTOMERS = 100_000
VISITORS = 4
SECONDS = 20
GOAL = 150  # pages a second
ROUNDS = 4  # on one connection: which process takes the next one is chance
PAGES = ("/customers/", "/customers/?page=2", "/customers/?sort=-bought")


def main() -> None:
    with fresh_installation() as installation:
        password = fill(installation, CUSTOMERS)
        port = free_port()
        with installation.started("web", "--port", str(port)):
            wait_until_it_answers(Visitor(port))
            with ThreadPoolExecutor(VISITORS) as visitors:
                counts = list(visitors.map(lambda _: _visit(port, password), range(VISITORS)))
    per_second = sum(counts) / SECONDS
    header = ("visitors", "pages/s", "goal")
    row = (str(VISITORS), f"{per_second:.0f}", verdict(reached=per_second >= GOAL))
    show(f"list pages at {CUSTOMERS:,} customers, two web processes", header, [row])


def _visit(port: int, password: str) -> int:
    """Ask for one list page after the other, and count them."""
    visitor = Visitor(port)
    visitor.sign_in(password)
    visitor.ask(PAGES[0])
    end, count = perf_counter() + SECONDS, 0
    while perf_counter() < end:
        with closing(Line(port, visitor.cookie)) as line:
            for page in PAGES * ROUNDS:
                line.page(page)
                count += 1
    return count


if __name__ == "__main__":
    main()
