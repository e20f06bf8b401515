"""Fill an empty installation with a company of any size, here; print its bytes as JSON.

`benchmarks.backup_million` runs it in an installation of its own.
"""

import json
import sys

from benchmarks.many_pages import _bytes, _fill
from zhike.customers.models import Customer


def main(size: int) -> None:
    if not Customer.objects.exists():
        _fill(size)
    print(json.dumps({"bytes": _bytes()}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
