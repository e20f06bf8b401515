"""What may be attached, by name, content and size; pure."""

from datetime import timedelta

from zhike.core.files.rules.looking import Refused, look
from zhike.core.files.rules.names import clean_name
from zhike.core.files.rules.types import FileType, type_of

AT_ONCE = 20
ON_A_RECORD = 200
KEPT = timedelta(days=30)  # what was taken away can be brought back for so long
IN_HAND = timedelta(days=1)  # a file that nothing refers to may be somebody's upload just now

__all__ = ["AT_ONCE", "IN_HAND", "KEPT", "ON_A_RECORD", "FileType", "Refused", "clean_name", "look", "type_of"]
