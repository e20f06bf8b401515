"""What is kept of imports and of exports."""

from zhike.exchange.models.exports import Export
from zhike.exchange.models.files import place_for
from zhike.exchange.models.mappings import SavedMapping
from zhike.exchange.models.runs import ImportRun
from zhike.exchange.models.schedules import ExportSchedule
from zhike.exchange.models.words import title_of_list

__all__ = ["Export", "ExportSchedule", "ImportRun", "SavedMapping", "place_for", "title_of_list"]
