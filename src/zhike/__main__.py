"""`python -m zhike` is the `zhike` command; the supervisor starts its children this way."""

import sys

from zhike.cli import main

if __name__ == "__main__":
    sys.exit(main())
