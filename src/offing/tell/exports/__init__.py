"""Tables for other tools: Arrow tables of the current records, without full text, and the codebook that explains them."""

from offing.tell.exports.archives import write_archive
from offing.tell.exports.codebooks import write_codebook
from offing.tell.exports.dyads import COLUMNS, export_dyads
from offing.tell.exports.tables import EXPORTED, export_tables, flatten_rows

__all__ = ["COLUMNS", "EXPORTED", "export_dyads", "export_tables", "flatten_rows", "write_archive", "write_codebook"]
