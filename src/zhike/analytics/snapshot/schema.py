"""The columns of an order line: the contract between the books, the snapshot and any engine."""

import pyarrow as pa

SCHEMA = pa.schema(
    [
        pa.field("line", pa.int64(), nullable=False),
        pa.field("customer", pa.int64(), nullable=False),
        pa.field("order_number", pa.string()),
        pa.field("returned_number", pa.string()),
        pa.field("ordered_on", pa.date32(), nullable=False),
        pa.field("item", pa.int64()),
        pa.field("store", pa.int64()),
        pa.field("quantity", pa.float64()),
        pa.field("amount", pa.int64(), nullable=False),
    ]
)
"""line: names it for good. order_number: of the order sold; of returned lines none. returned_number: of the order whose
goods came back. ordered_on: business day. amount: 分, below 0 for what came back, quantity likewise."""

COLUMNS: tuple[str, ...] = tuple(SCHEMA.names)
