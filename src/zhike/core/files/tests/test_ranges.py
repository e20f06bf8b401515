import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhike.core.files.rules.ranges import Beyond, part_asked


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("", None), ("bytes=0-", (0, 10)), ("bytes=0-0", (0, 1)), ("bytes=2-4", (2, 3)), ("bytes=8-99", (8, 2)),
        ("bytes=-3", (7, 3)), ("bytes=-99", (0, 10)), ("bytes=4-2", None), ("bytes=-", None), ("bytes=0-1,3-4", None),
        ("lines=0-1", None), ("bytes=a-b", None), ("bytes=1-٣", None),
    ],
)  # fmt: skip
def test_a_part_is_told_from_the_whole(header: str, part: tuple[int, int] | None) -> None:
    assert part_asked(header, 10) == part


@pytest.mark.parametrize("header", ["bytes=10-", "bytes=99-100", "bytes=-0"])
def test_what_lies_behind_the_end_is_refused(header: str) -> None:
    with pytest.raises(Beyond):
        part_asked(header, 10)


@given(st.text(alphabet="bytes=0123456789-, ", max_size=30), st.integers(0, 10**12))
def test_a_part_lies_within_the_file(header: str, size: int) -> None:
    try:
        part = part_asked(header, size)
    except Beyond:
        return
    assert part is None or (part[1] > 0 and 0 <= part[0] <= part[0] + part[1] <= size)
