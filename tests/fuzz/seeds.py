"""What mutations start from: the pages of the example, and invented pages, feeds, rows and text dumps of other shapes."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

EXAMPLES = Path(__file__).parent.parent.parent / "examples" / "embassy"

LIVE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Storm at Varn: live | Varn Times</title>
<link rel="canonical" href="https://varntimes.example/live/storm">
<meta property="article:published_time" content="2021-03-04T06:10:00+02:00"><meta name="author" content="Ida Reed">
<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"LiveBlogPosting","headline":"Storm at Varn: live",
"datePublished":"2021-03-04T06:10:00+02:00","author":[{"@type":"Person","name":"Ida Reed"}],"publisher":{"name":"Varn Times"}}]}</script>
</head><body><nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav><main><h1>Storm at Varn: live</h1>
<h2>12:40 Ferries wait at the quay</h2><time datetime="2021-03-04T12:40:00+02:00">12:40</time>
<p>All ferries to Brannock will stay in port until Thursday, the harbour office said, after two cranes fell into the inner basin.</p>
<h2>11:05 Cranes fall</h2><p>Two cranes fell at dawn and nobody was hurt, Ida Reed, who runs the port, told reporters at the quay.</p>
<blockquote>“We were lucky,” the mayor said.</blockquote><ul><li>Bridge shut</li><li>Schools open</li></ul>
<table><tr><td>Wind</td><td>31 m/s</td></tr><tr><td>Rain</td><td>44 mm</td></tr></table></main>
<aside class="related"><h3>Related stories</h3><a href="/a">Bridge stays open</a></aside>
<footer>© 2021 Varn Times. All rights reserved.</footer></body></html>"""

XHTML = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en"><head><title>Lawmakers keep the bridge</title></head><body>
<h1>Lawmakers keep the bridge</h1><p>VARN, March 4 (MPA) - Lawmakers voted on Tuesday to keep the bridge open for another year, by 41 to
20.</p>
<p>The finance ministry had asked for it to be closed in June. Its minister did not say what would be done instead.<br/>A second vote is
due.</p>
</body></html>"""

ATOM = """<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Brannock Post</title>
<id>urn:brannock</id><updated>2022-05-06T07:08:09Z</updated>
<entry><title type="html">Pilots &amp;amp; crews stay in port</title><link rel="alternate"
href="https://brannockpost.example/p/1"/><id>urn:1</id>
<published>2022-05-06T05:00:00Z</published><updated>2022-05-06T06:30:00+01:00</updated><author><name>Tom Holm</name></author>
<content type="html">&lt;p&gt;Pilots stayed in port on Friday after talks on their shifts failed, the union said.&lt;/p&gt;&lt;p&gt;A new
offer is due on
Monday, a spokesman for the harbour office told the Brannock Post, and no ship would be turned away before then.&lt;/p&gt;</content></entry>
<entry><title>Second</title><link href="https://brannockpost.example/p/2"/><id>urn:2</id><updated>2022-05-06T06:30:00Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>The island of Lowan will have power again by Saturday, its grid
operator said on Friday,
after a week in which hospitals ran on their own engines.</p></div></content></entry></feed>"""

RDF = """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://lowan.example/"><title>Lowan Courier</title></channel>
<item rdf:about="https://lowan.example/n/9"><title>Grid mended</title><link>https://lowan.example/n/9</link><dc:date>2022-05-07</dc:date>
<description>Engineers mended the cable to the island of Lowan on Saturday, a day later than they had promised, the operator
said.</description></item>
</rdf:RDF>"""

DUMP = """Two patrol boats leave Port Ansel
By Ida Reed, Straits Lantern
10 March 2026
- Boats sail at dawn
- Fishermen told to wait

VESSIN (MPA) - Two patrol boats of Tolmar left Port Ansel on Tuesday, the harbour office said.
The boats sailed at dawn towards the narrows, according to the office. It did not say why they had been sent.
“We will not be moved,” the governor, Ana Holt, said.
Fishermen were told to keep away from the channel until Friday.
Related stories
Port of Varn shut by storm
As reported by MPA
Copyright 2026 Straits Lantern
Bridge opens in Varn
VARN, March 9 (Kestrel News) - A bridge over the Lenne opened on Monday after nine years of work, the city of Varn said.
Порт закрыт в понедельник из-за шторма, сообщили власти. 港口因風暴關閉，官員週一表示。 أغلق الميناء يوم الاثنين
"""

ROWS = [
    {"title": "Boats leave", "text": DUMP, "url": "https://lantern.example/a", "date": "2026-03-10", "outlet": "Straits Lantern"},
    {"headline": "Storm", "html": LIVE, "source": {"name": "Varn Times"}, "published_at": "2021-03-04T06:10:00Z", "authors": ["Ida Reed"]},
    {"title": None, "body": DUMP[:300], "timestamp": 1615000000, "lang": "en"},
]


@cache
def list_seeds() -> tuple[tuple[str, bytes], ...]:
    """(file ending, bytes) of every seed."""
    found = [(path.suffix, path.read_bytes()) for path in sorted(EXAMPLES.iterdir()) if path.suffix in (".html", ".txt", ".xml")]
    found += [
        (".html", LIVE.encode()),
        (".html", XHTML.encode()),
        (".xhtml", XHTML.encode()),
        (".atom", ATOM.encode()),
        (".xml", RDF.encode()),
    ]
    found += [(".rss", RDF.encode()), (".txt", DUMP.encode()), (".xml", ATOM.encode())]
    rows = "\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS).encode()
    feeds = [seed for seed in found if seed[0] in (".xml", ".atom", ".rss")]
    # Pages outnumber feeds and rows among the seeds: weigh them alike.
    return (*found, *feeds * 4, *[(".jsonl", rows)] * 8, *[(".txt", DUMP.encode())] * 4)
