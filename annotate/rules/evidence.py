"""How sure a text is of what it tells: denied, hypothetical or alleged, as its grammar shows.

The words that say so (`allegedly`, `a reconnu`, `the plan is to`) stand in rules/attributes.yaml; here are negation,
the French conditional of hearsay, modal verbs and conditions, read from the pipeline's parse.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc, Token

_NOT = {"en": frozenset({"not", "n't", "never"}), "fr": frozenset({"pas", "jamais", "nullement", "point"})}
_ONLY = frozenset({"only", "just", "merely", "seulement", "uniquement", "que"})  # not only
_MODAL = {"en": frozenset({"could", "might", "may"}), "fr": frozenset({"pouvoir"})}
_IF = {"en": frozenset({"if", "unless", "whether"}), "fr": frozenset({"si", "s'"})}
_VERBAL = ("VERB", "AUX")
_HELPERS = ("aux", "auxpass", "aux:pass", "aux:tense", "cop")
STRENGTH = ("denied", "hypothetical", "proposed", "alleged", "admitted")  # where a sentence has several, the first


def grammatical(doc: Doc, head: Token, inside: Sequence[tuple[int, int]]) -> str | None:
    """What the grammar says of a stretch with this head. `inside`: offsets of a rule's own words, which do not count.

    A rule whose conduct is a refusal (`will no longer accept`) has its negation among its own words.
    """
    verb = _verb_of(head)
    if verb is None or doc.lang_ not in _NOT:
        return None
    beside = [child for child in verb.children if not any(start <= child.idx < end for start, end in inside)]
    if any(_negates(child, doc) for child in beside):
        return "denied"
    helpers = [verb, *(child for child in verb.children if child.dep_ in _HELPERS)]
    condition = any(child.lower_ in _IF[doc.lang_] and child.dep_ == "mark" for child in beside)
    if doc.lang_ == "fr":
        conditional = any("Mood=Cnd" in str(helper.morph) for helper in helpers)
        governed = verb.head if verb.dep_ == "xcomp" else verb
        might = governed.lemma_ in _MODAL["fr"] and "Mood=Cnd" in str(governed.morph)
        if condition or might:
            return "hypothetical"
        return "alleged" if conditional else None
    return "hypothetical" if condition or any(helper.lower_ in _MODAL["en"] for helper in helpers) else None


def _verb_of(head: Token) -> Token | None:
    """The verb that a word is, or that it is subject or object of."""
    if head.pos_ in _VERBAL:
        return head
    governing = head.head
    return governing if governing is not head and governing.pos_ in _VERBAL and head.dep_ != "conj" else None


def _negates(token: Token, doc: Doc) -> bool:
    if token.lower_ not in _NOT[doc.lang_]:
        return False
    after = doc[token.i + 1].lower_ if token.i + 1 < len(doc) else ""
    return after not in _ONLY
