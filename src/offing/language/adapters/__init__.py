"""Analyzers that users bring: a spaCy pipeline, names by a model in a folder. Each needs a library of its own and is opened by name only."""
