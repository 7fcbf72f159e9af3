"""spaCy from scratch on the same trees, scored in the same way: `python -m training.language.peers DATA RUN --steps 3000`.

A peer to measure against, no part of the model. Needs spaCy (`pip install spacy`; not in requirements.lock); tagger and parser over one
small convolutional encoder, its own configuration "efficiency", no pretrained vectors. Prints scores as JSON.
"""

from __future__ import annotations

import argparse
import json
import time
from contextlib import suppress
from pathlib import Path

import spacy
from spacy.cli.init_config import init_config
from spacy.cli.train import train
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

from training.language.mixtures import read_mixture
from training.language.scores import Guess, count_sentence, find_intervals
from training.language.sentences import Sentence


def write_docs(sentences: list[Sentence], path: Path) -> None:
    """Sentences with trees as spaCy's binary documents."""
    vocab = Vocab()
    docs = []
    for row in sentences:
        if row.heads and row.relations and row.xpos:
            heads = [place if head == 0 else head - 1 for place, head in enumerate(row.heads)]
            relations = ["ROOT" if name == "root" else name for name in row.relations]
            docs.append(Doc(vocab, words=row.words, tags=row.xpos, heads=heads, deps=relations))
    DocBin(docs=docs).to_disk(path)


def guess_trees(nlp: spacy.language.Language, sentences: list[Sentence]) -> list[Guess]:
    """What spaCy says of gold words in gold sentences."""
    guesses = []
    for doc in nlp.pipe(Doc(nlp.vocab, words=row.words, sent_starts=[True] + [False] * (len(row.words) - 1)) for row in sentences):
        heads = [0 if word.head.i == word.i else word.head.i + 1 for word in doc]
        relations = ["root" if word.dep_ == "ROOT" else word.dep_ for word in doc]
        tags = [word.tag_ for word in doc]
        guesses.append(Guess(tags, tags, heads, relations, ["O"] * len(doc), set(), {}, set(), set()))
    return guesses


def main() -> None:
    """Read the command line, train unless a model is there, score."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("run", type=Path)
    parser.add_argument("--steps", type=int, default=3000)
    asked = parser.parse_args()
    asked.run.mkdir(parents=True, exist_ok=True)
    mixture = read_mixture(asked.data)
    began = time.process_time()
    if not (asked.run / "model-best").exists():
        write_docs(mixture.train, asked.run / "train.spacy")
        write_docs(mixture.dev["ewt"][::5] + mixture.dev["gum"][::5], asked.run / "dev.spacy")
        init_config(lang="en", pipeline=["tagger", "parser"], optimize="efficiency").to_disk(asked.run / "config.cfg")
        paths = {"paths.train": str(asked.run / "train.spacy"), "paths.dev": str(asked.run / "dev.spacy")}
        limits = {"training.max_steps": asked.steps, "training.patience": 0, "training.eval_frequency": 400}
        with suppress(KeyboardInterrupt):  # Ctrl-C ends the learning, not the scoring
            train(asked.run / "config.cfg", asked.run, overrides={**paths, **limits})
    told: dict[str, object] = {"spacy": spacy.__version__, "steps": asked.steps, "training_cpu_seconds": round(time.process_time() - began)}
    nlp = spacy.load(asked.run / "model-best")
    for name in ("ewt", "gum-news"):
        sentences = mixture.test[name]
        began = time.process_time()
        guesses = guess_trees(nlp, sentences)
        speed = len(sentences) / (time.process_time() - began)
        bare = [Sentence(row.source, row.words, row.upos, row.xpos, row.heads, row.relations) for row in sentences]
        bounds = find_intervals([count_sentence(gold, guess) for gold, guess in zip(bare, guesses, strict=True)])
        told[name] = {kind: [round(value, 1) for value in row] for kind, row in bounds.items() if kind != "upos"}
        told[f"{name} sentences a CPU-second"] = round(speed)
    (asked.run / "scores.json").write_text(json.dumps(told, indent=1) + "\n", "utf-8")
    print(json.dumps(told, indent=1))


if __name__ == "__main__":
    main()
