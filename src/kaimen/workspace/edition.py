"""Which kaimen this is."""

VERSION = "0.1.0"
"""Stands in plan files, and in the tags of pages."""
