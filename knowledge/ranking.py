"""How well a sentence fits each of several named things: by name, by concept, by matter and kind."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log

from .phrases import Found, Phrases, features, is_han, tokens, without_brackets
from .vocabulary import FUNCTION_WORDS, GENERIC, words

# What each sign is worth alone; together they add up as independent chances do: 1 - (1 - a)(1 - b)...
NAMED, CORE, OVERLAP, MATTER, KIND, DESCRIBED = 0.97, 0.85, 0.75, 0.6, 0.35, 0.15
_GENERIC_WEIGHT = 0.15
_LATER_MATTER = 0.85  # a matter that is not the first of a service counts a little less
_COMMON = 0.4  # what more than this share of the things has in common tells none of them apart
_FEW = 5  # ... unless there are so few of them
_CLEARLY = 0.75  # how much less room for doubt the better of two must leave
_ALSO = 0.4  # a point that the best lacks, for something as good as this, means that two things may be asked for
FULL_NAME = "its full name"
_BY_CONCEPT = 0.7  # of a name's overlap; the rest is for the very words, which tell synonyms apart
_GAP = "\n"
_STOP = FUNCTION_WORDS | {_GAP}
_UNSAID, _UNHEARD = 0.6, 0.6  # what a part of the name that was not said costs, and a said word that the name lacks


@dataclass(frozen=True, slots=True)
class Subject:
    """A thing that may be meant. `kinds` are its own kind and that of its organization."""

    id: str
    names: tuple[str, ...]
    description: str = ""
    matters: tuple[str, ...] = ()
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Fit:
    """`value` is 0 to 1; `signs` are what spoke for it, `specific` those of them that few others share.

    `points` are specific matters and words beside the matters: what a sentence would not say if it meant another.
    """

    value: float
    signs: frozenset[str] = frozenset()
    specific: frozenset[str] = frozenset()
    points: frozenset[str] = frozenset()

    def beats(self, other: "Fit") -> bool:
        """Clearly better, by something said that does not speak for the other, and the other is not asked for too."""
        better = (1 - self.value) <= _CLEARLY * (1 - other.value) and bool(self.signs - other.signs)
        more_said = self.value >= other.value and self.specific > other.specific
        also_meant = other.value >= _ALSO and bool(other.points - self.signs)
        return (better or more_said) and (not also_meant or FULL_NAME in self.signs)


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence, as a ranking looks at it; `named` and `core` are ids whose full name or core it says."""

    sentence: list[str]
    concepts: list[Found]
    named: frozenset[str] = frozenset()
    core: frozenset[str] = frozenset()

    def of(self, sort: str) -> list[str]:
        """The ids of one sort, as they are first said."""
        return list(dict.fromkeys(name for found in self.concepts for s, name in sorted(found.refs) if s == sort))


@dataclass(slots=True)
class _Name:
    subject: str
    concept: set[str]  # matters that the name speaks of, and its other words
    surface: set[str]  # its words as they stand


@dataclass(slots=True)
class _Tally:
    signs: set[str] = field(default_factory=set)
    points: set[str] = field(default_factory=set)
    chances: list[float] = field(default_factory=list)


class Ranking:
    """Scores of the subjects for a sentence. `concepts` finds matters in names just as in sentences."""

    def __init__(self, subjects: Sequence[Subject], concepts: Phrases) -> None:
        self._subjects = {subject.id: subject for subject in subjects}
        generic = Phrases()
        for word in words(GENERIC):
            generic.add(word, ("generic", word))
        self._names = [
            _name(subject.id, name, concepts, generic) for subject in subjects for name in subject.names if name
        ]
        self._described = {each.id: features(tokens(each.description), _STOP) for each in subjects}
        self._weights, self._vague = _weights(self._names, subjects)
        self._offering: dict[str, dict[str, float]] = defaultdict(dict)
        for subject in subjects:
            for matter in subject.matters:
                self._offering[f"={matter}"][subject.id] = 1.0 if matter == subject.matters[0] else _LATER_MATTER
        self._whole = [(self._weight(name.concept), self._weight(name.surface)) for name in self._names]
        self._holding: dict[str, list[int]] = defaultdict(list)
        for place, name in enumerate(self._names):
            for feature in name.concept | name.surface:
                self._holding[feature].append(place)

    def fits(self, said: Said) -> dict[str, Fit]:
        """Every subject for which anything speaks."""
        tallies: dict[str, _Tally] = defaultdict(_Tally)
        surface = features(said.sentence, _STOP)
        self._by_name(said, surface, tallies)
        self._by_matter(said, tallies)
        self._by_kind(said, tallies)
        self._by_description(surface, tallies)
        return {name: self._fit(tally) for name, tally in tallies.items()}

    def _by_name(self, said: Said, surface: set[str], tallies: dict[str, _Tally]) -> None:
        concept = _concept(said.sentence, said.concepts)
        overlaps: dict[str, float] = {}
        heard = self._weight(concept & self._holding.keys()), self._weight(surface & self._holding.keys())
        shared = (concept | surface) & self._holding.keys()
        # What has but a generic word in common counts only where nothing else was said.
        for place in {place for feature in (shared - self._vague or shared) for place in self._holding[feature]}:
            name, whole = self._names[place], self._whole[place]
            by_concept = self._share(name.concept, whole[0], concept, heard[0])
            by_surface = self._share(name.surface, whole[1], surface, heard[1])
            share = _BY_CONCEPT * by_concept + (1 - _BY_CONCEPT) * by_surface
            overlaps[name.subject] = max(share, overlaps.get(name.subject, 0.0))
            tallies[name.subject].points |= name.concept & concept
            tallies[name.subject].signs |= (name.concept & concept) | (name.surface & surface)
        for subject, share in overlaps.items():
            tallies[subject].chances.append(OVERLAP * share)
        for ids, chance, sign in ((said.named, NAMED, FULL_NAME), (said.core - said.named, CORE, "its core")):
            for subject in ids & self._subjects.keys():
                tallies[subject].chances.append(chance)
                tallies[subject].signs.add(sign)

    def _share(self, name: set[str], whole: float, said: set[str], heard: float) -> float:
        """How much of the name was said, less a little for words of other names that were said beside it.

        `whole` is the weight of the name and `heard` that of all that was said and is in any name.
        """
        common = self._weight(name & said)
        return common / (common + _UNSAID * (whole - common) + _UNHEARD * (heard - common)) if common else 0.0

    def _weight(self, found: Iterable[str]) -> float:
        return sum(self._weights.get(feature, 0.0) for feature in found)

    def _by_matter(self, said: Said, tallies: dict[str, _Tally]) -> None:
        stress = {f"={matter}": self._stress(matter, said) for matter in said.of("matter")}
        stress = {sign: weight for sign, weight in stress.items() if sign in self._offering}
        met: dict[str, float] = defaultdict(float)
        for sign, weight in stress.items():
            for subject, share in self._offering[sign].items():
                met[subject] += weight * share
                tallies[subject].points.add(sign)
                tallies[subject].signs |= {sign, f"offers {sign}"}
        for subject, weight in met.items():
            tallies[subject].chances.append(MATTER * weight / sum(stress.values()))

    def _stress(self, matter: str, said: Said) -> float:
        """Rare matters, and those said at length, are the point of a sentence."""
        longest = max(found.end - found.start for found in said.concepts if ("matter", matter) in found.refs)
        return self._weights.get(f"={matter}", 1.0) * (0.6 + 0.1 * min(4, longest))

    def _by_kind(self, said: Said, tallies: dict[str, _Tally]) -> None:
        named = set(said.of("kind"))
        for subject in self._subjects.values():
            kinds = subject.kinds & named
            if kinds:
                tallies[subject.id].chances.append(KIND)
                tallies[subject.id].signs |= {f"kind {kind}" for kind in kinds}

    def _by_description(self, surface: set[str], tallies: dict[str, _Tally]) -> None:
        telling = surface - self._vague
        for subject, tally in tallies.items():
            common = telling & self._described[subject]
            if common:
                tally.chances.append(DESCRIBED * len(common) / len(telling))

    def _fit(self, tally: _Tally) -> Fit:
        missed = 1.0
        for chance in tally.chances:
            missed *= 1 - chance
        specific = {sign for sign in tally.signs if sign not in self._vague and not sign.startswith("offers ")}
        return Fit(
            round(1 - missed, 4), frozenset(tally.signs), frozenset(specific), frozenset(tally.points & specific)
        )


def _name(subject: str, name: str, concepts: Phrases, generic: Phrases) -> _Name:
    """Pairs of characters across the edge of a generic word are no features: 洲专 in 欧洲专利代理 tells nothing."""
    sentence = tokens(without_brackets(name))
    edges = {edge for hit in generic.said(sentence) for edge in (hit.start, hit.end)}
    return _Name(subject, _concept(sentence, concepts.said(sentence), edges), _features(sentence, set(), edges))


def _concept(sentence: list[str], found: Collection[Found], edges: Collection[int] = ()) -> set[str]:
    """Matters in place of the words that mean them, and what is left between them."""
    matters = [hit for hit in found if any(sort == "matter" for sort, _ in hit.refs)]
    meant = {f"={name}" for hit in matters for sort, name in hit.refs if sort == "matter"}
    taken = {place for hit in matters for place in range(hit.start, hit.end)}
    return meant | _features(sentence, taken, edges)


def _features(sentence: list[str], without: Collection[int], edges: Collection[int]) -> set[str]:
    parted: list[str] = []
    for place, token in enumerate(sentence):
        if place in edges or place in without:
            parted.append(_GAP)
        if place not in without:
            parted.append(token)
    return features(parted, _STOP)


def _weights(names: Sequence[_Name], subjects: Sequence[Subject]) -> tuple[Mapping[str, float], frozenset[str]]:
    """What each feature tells, 0 to 1 (its rarity), and the features that tell next to nothing."""
    having: dict[str, set[str]] = defaultdict(set)
    for name in names:
        for feature in name.concept | name.surface:
            having[feature].add(name.subject)
    for subject in subjects:
        for matter in subject.matters:
            having[f"={matter}"].add(subject.id)
    total = max(1, len(subjects))
    vague = {feature for word in words(GENERIC) for feature in features(tokens(word))} | {"=patent"}
    vague |= {each for each, ids in having.items() if total > _FEW and len(ids) > _COMMON * total}
    rarity = {each: log(1 + total / len(ids)) / log(1 + total) for each, ids in having.items()}
    return {each: rarity[each] * (_GENERIC_WEIGHT if each in vague else 1.0) for each in rarity}, frozenset(vague)


def core(name: str) -> str:
    """A name without brackets and generic endings: 专利质押融资 of 专利质押融资咨询; "" if nothing telling is left."""
    sentence = tokens(without_brackets(name))
    generic = {"".join(tokens(word)) for word in words(GENERIC)}
    while sentence:
        for length in range(min(6, len(sentence)), 0, -1):
            if "".join(sentence[-length:]) in generic:
                del sentence[-length:]
                break
        else:
            break
    telling = [token for token in sentence if is_han(token)] or sentence
    return " ".join(sentence) if len(telling) > 1 else ""
