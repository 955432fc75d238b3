"""Product pages for nitric oxide skincare serums, mounted in a Flask shop."""

__version__ = "0.1.0"
