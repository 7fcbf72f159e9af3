"""What runs the stages. Every engine gives the same set of ids as `Local` with one worker."""

from offing.engines.local import Local

__all__ = ["Local"]
