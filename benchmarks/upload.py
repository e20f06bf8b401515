"""Upload a file as an owner does in the browser: `python -m benchmarks.upload KIND FILE`; a worker tries it."""

import json
import os
import secrets
import sys
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhike.config.settings")
django.setup()

from django.core.files import File  # noqa: E402 - Django has to be set up before
from django.utils import timezone  # noqa: E402

from zhike.core.access import operations as access  # noqa: E402
from zhike.exchange import operations as exchange  # noqa: E402
from zhike.exchange.deciding import taking  # noqa: E402


def main() -> None:
    kind, path = sys.argv[1], Path(sys.argv[2])
    owner = access.create_owner(username="boss", name="王老板", password=secrets.token_urlsafe(16))
    with path.open("rb") as file:
        run = taking.take(kind=kind, file=File(file), filename=path.name, by=owner, options={})
    exchange.check(run=run, by=owner, at=timezone.now())
    print(json.dumps({"run": run.pk}))


if __name__ == "__main__":
    main()
