"""Jobs that do nothing, enqueued for the product or for its peer: `python -m benchmarks.jobs_work ours|peer COUNT`."""

import json
import sys
from time import perf_counter

import django


def nothing() -> None:
    """Be run."""


def main() -> None:
    django.setup()
    whose, count = sys.argv[1], int(sys.argv[2])
    before = perf_counter()
    (_enqueue if whose == "ours" else _enqueue_with_peer)(count)
    print(json.dumps({"seconds": perf_counter() - before}))


def _enqueue(count: int) -> None:
    from django.utils import timezone  # noqa: PLC0415 - not before Django is set up

    from zhike.core.jobs import operations as jobs  # noqa: PLC0415 - as above

    for _ in range(count):
        jobs.enqueue(name="nothing", payload={}, at=timezone.now())


def _enqueue_with_peer(count: int) -> None:
    from benchmarks.jobs_peer import nothing_of_peer  # noqa: PLC0415 - as above

    for _ in range(count):
        nothing_of_peer.enqueue()


if __name__ == "__main__":
    main()
