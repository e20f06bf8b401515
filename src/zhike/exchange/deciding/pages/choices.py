"""What was chosen for a run."""

from zhike.exchange.columns import Layout
from zhike.exchange.kinds import kinds
from zhike.exchange.models import ImportRun
from zhike.exchange.reading import Plan
from zhike.exchange.understanding.presets import preset_named


def layout_of(run: ImportRun) -> Layout:
    return kinds()[run.kind].layout_for(run.by)


def preset_title(run: ImportRun) -> str:
    """Name the program whose export the file is, if it is known."""
    preset = preset_named(Plan.from_json(run.plan).preset)
    return preset.title if preset else ""


def choices(run: ImportRun) -> list[tuple[str, str]]:
    """Answer what was chosen for a run: the words of each choice and of what was chosen."""
    kind = kinds().get(run.kind)
    return [
        (str(option.title), str(option.choices.get(run.options.get(option.name, option.default), "")))
        for option in (kind.options if kind else ())
    ]
