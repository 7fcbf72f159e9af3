"""Mutated pages and feeds: what is read and cleaned must survive them, lose none of them, and touch nothing but them."""
