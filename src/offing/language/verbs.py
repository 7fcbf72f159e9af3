"""Verbs that say more about their arguments than their form does; both ways of drawing predicates ask here."""

from __future__ import annotations

# Done to somebody: without an object the subject is who it was done to ("contractor killed as rockets hit base").
STRICT = frozenset(
    "kill wound injure arrest detain jail free release hurt expel shoot kidnap abduct assassinate bomb shell oust displace evacuate".split()
)
# The object of these does what the clause below says ("urged the council to act", "accused Sudra of shelling").
CARRIES_OBJECT = frozenset(
    "urge ask order tell call force allow permit help invite want encourage press authorise authorize instruct command push compel request "
    "accuse blame prevent stop warn prohibit ban bar block keep discourage expect send".split()
)
# What belongs to the verb before it ("pulled back", "moved in").
PARTICLES = frozenset("back out up down off away over in on through apart aside together forward ahead around".split())
