"""知客 Zhike: customer management, loyalty and value on one set of books."""

__version__ = "0.1.0"
