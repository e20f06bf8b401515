"""Where one sees what an import has brought, by the kind of its file."""

LISTS = {
    "contacts": "contacts:list",
    "customers": "customers:list",
    "follow_ups": "timeline:list",
    "orders": "orders:list",
    "preferences": "preferences:list",
    "products": "products:list",
    "receipts": "receipts:list",
    "returns": "returns:list",
}
