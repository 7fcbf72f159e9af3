"""What claims and copies weigh: datings, stories, events with their origins and standing."""

from offing.weigh.datings import DATE, date_articles
from offing.weigh.events import WEIGH, weigh_all, weigh_claims
from offing.weigh.stories import GROUP, group_stories

__all__ = ["DATE", "GROUP", "WEIGH", "date_articles", "group_stories", "weigh_all", "weigh_claims"]
