"""Customers like this one: named peers, what a new customer may be worth, and what is bought next."""

from zhike.analytics.likeness.backtest import SecondSaleTest, back_test, hit_at, recall_at
from zhike.analytics.likeness.baskets import BadBaskets, Baskets, baskets
from zhike.analytics.likeness.gower import Alike, nearest
from zhike.analytics.likeness.newcomers import Newcomers, fit_newcomers, value_by_ratio
from zhike.analytics.likeness.pairs import Pair, describe_pair
from zhike.analytics.likeness.peers import Basis, PeerValue, value_by_peers
from zhike.analytics.likeness.replacement import Replacements, Rule, replacements
from zhike.analytics.likeness.second_sale import Affinity, Suggestions, fit_affinity, offer_value, suggest
from zhike.analytics.likeness.table import BadTable, Column, categories, numbers

__all__ = [
    "Affinity",
    "Alike",
    "BadBaskets",
    "BadTable",
    "Basis",
    "Baskets",
    "Column",
    "Newcomers",
    "Pair",
    "PeerValue",
    "Replacements",
    "Rule",
    "SecondSaleTest",
    "Suggestions",
    "back_test",
    "baskets",
    "categories",
    "describe_pair",
    "fit_affinity",
    "fit_newcomers",
    "hit_at",
    "nearest",
    "numbers",
    "offer_value",
    "recall_at",
    "replacements",
    "suggest",
    "value_by_peers",
    "value_by_ratio",
]
