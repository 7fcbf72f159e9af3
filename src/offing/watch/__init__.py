"""Events -> readings of indicators -> forecasts, or abstentions with their reason."""

from offing.watch.bands import find_log_odds, find_probability, name_band, print_probability
from offing.watch.forecasts import FORECAST, forecast_pairs
from offing.watch.indicators import Indicator, Phase, load_indicators
from offing.watch.readings import READ_INDICATORS, State, fill_days, read_indicators

__all__ = [
    "FORECAST",
    "READ_INDICATORS",
    "Indicator",
    "Phase",
    "State",
    "fill_days",
    "find_log_odds",
    "find_probability",
    "forecast_pairs",
    "load_indicators",
    "name_band",
    "print_probability",
    "read_indicators",
]
