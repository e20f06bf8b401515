"""What files bring in, which lists leave as files, and how an import is taken back."""

KINDS = {
    "customers": "zhike.customers.exchange.CUSTOMERS",
    "orders": "zhike.sales.exchange.ORDERS",
    "follow_ups": "zhike.timeline.exchange.FOLLOW_UPS",
    "products": "zhike.catalog.exchange.PRODUCTS",
    "contacts": "zhike.customers.exchange.CONTACTS",
    "preferences": "zhike.customers.exchange.PREFERENCES",
    "receipts": "zhike.sales.exchange.RECEIPTS",
    "returns": "zhike.sales.exchange.RETURNS",
}
SCREENS = {
    "customers": "zhike.customers.screens.CustomerScreen",
    "timeline": "zhike.timeline.screens.InteractionScreen",
    "contacts": "zhike.customers.screens.ContactScreen",
    "preferences": "zhike.customers.screens.PreferenceScreen",
    "products": "zhike.catalog.screens.ProductScreen",
    "orders": "zhike.sales.screens.OrderScreen",
    "order_lines": "zhike.sales.screens.OrderLineScreen",
    "receipts": "zhike.sales.screens.ReceiptScreen",
    "returns": "zhike.sales.screens.ReturnScreen",
    "return_lines": "zhike.sales.screens.ReturnLineScreen",
}
TAKE_BACK = [  # how an import is undone, the higher apps first
    "zhike.sales.operations.take_back_receipts",
    "zhike.sales.operations.take_back_returns",
    "zhike.sales.operations.take_back_orders",
    "zhike.timeline.operations.take_back_follow_ups",
    "zhike.timeline.operations.take_back_next_contacts",
    "zhike.customers.operations.take_back_changes",
    "zhike.customers.operations.take_back_customers",
    "zhike.catalog.operations.take_back_product_changes",
    "zhike.catalog.operations.take_back_products",
]
