"""Decisions about papers, without Django."""

from zhike.sales.rules.cells import LARGEST_LINE_NUMBER, known_sum, positions
from zhike.sales.rules.naming import Buyer, is_code
from zhike.sales.rules.papers import LARGEST_COST, Fault, Line, Paper, names, paper, prepare

__all__ = [
    "LARGEST_COST",
    "LARGEST_LINE_NUMBER",
    "Buyer",
    "Fault",
    "Line",
    "Paper",
    "is_code",
    "known_sum",
    "names",
    "paper",
    "positions",
    "prepare",
]
