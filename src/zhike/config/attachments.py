"""The kinds of record that take attachments."""

from zhike.core.files.kinds import FileKind
from zhike.customers import permissions as customers

KINDS = {
    "customers.customer": FileKind(
        see=customers.SEE,
        edit=customers.EDIT,
        rows="zhike.customers.queries.customers",
        editable="zhike.customers.queries.editable_customers",
        subject="party_id",
    )
}
