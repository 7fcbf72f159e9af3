"""Training of the language model. Never imported by the package; run as `python -m training.language.train`."""
