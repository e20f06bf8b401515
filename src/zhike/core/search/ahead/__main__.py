"""The child: take lists of names from standard input, answer what they are found by, end with the input."""

import pickle
import sys

from zhike.core.search.rules import of_name


def main() -> None:
    while True:
        try:
            titles: list[str] = pickle.load(sys.stdin.buffer)  # noqa: S301 - our own parent's
        except EOFError:
            return
        pickle.dump({title: of_name(title) for title in titles}, sys.stdout.buffer)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
