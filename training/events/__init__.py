"""The codebook set: who did what to whom, and whether it happened, coded by hand. Tools to write, check, join, split and compare it.

Run from the root of the repository, for example `python -m training.events.check`. Nothing here is imported by the package.
"""
