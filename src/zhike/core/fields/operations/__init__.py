"""Changes to what custom fields are, and to the index of their values; who may make them is asked by the callers."""

from zhike.core.fields.operations.files import keep_files
from zhike.core.fields.operations.indexing import BATCH, begin_indexing, forget, index, index_next
from zhike.core.fields.operations.seeding import seed, seed_fields

__all__ = ["BATCH", "begin_indexing", "forget", "index", "index_next", "keep_files", "seed", "seed_fields"]
