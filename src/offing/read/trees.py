"""XML of any kind as a tree: what is broken is read as far as it goes, nothing outside the bytes is loaded, no entity is expanded."""

from __future__ import annotations

from lxml import etree

from offing.errors import SourceError


def parse_xml(body: bytes, what: str) -> etree._Element:
    """The root of `body`. `what` names it in the error ("feed", "sitemap"). Raises SourceError when nothing of it can be parsed."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = etree.fromstring(body.lstrip(), parser)
    except (etree.LxmlError, ValueError) as error:
        raise SourceError(f"the {what} cannot be parsed ({str(error)[:80]})", hint=f"save the {what} again, whole") from error
    if root is None:
        raise SourceError(f"the {what} cannot be parsed", hint=f"save the {what} again, whole")
    return root


def local_name(element: etree._Element) -> str:
    """The name of an element without its namespace or prefix, in small letters; "" for what is no element."""
    return str(element.tag).rpartition("}")[2].rpartition(":")[2].lower() if isinstance(element.tag, str) else ""
