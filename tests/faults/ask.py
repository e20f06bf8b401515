"""Enqueue jobs of the tests: `ask FOLDER NAME COUNT [NAME COUNT...]`."""

import sys

import django
from django.utils import timezone

django.setup()

from zhike.core.jobs import operations as jobs  # noqa: E402 - Django has to be set up before


def main() -> None:
    folder, *words = sys.argv[1:]
    for name, count in zip(words[::2], words[1::2], strict=True):
        for number in range(int(count)):
            payload: dict[str, object] = {"folder": folder}
            jobs.enqueue(name=name, payload=payload | ({"number": number} if name == "note" else {}), at=timezone.now())


if __name__ == "__main__":
    main()
