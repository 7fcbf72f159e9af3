"""Analyzers that users bring: a spaCy pipeline, names by a model in a folder. Each needs a library of its own; opened by name only."""
