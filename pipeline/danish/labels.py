"""The words of a printed label, so that two wordings of one label have the same words.

`Elevens fulde navn`, `Navn på den unge` and `Barnets/den unges navn` all say *child* and *name*. What a word
says is told by the tables below; words that only make a sentence of a label don't count. A word that says
something of its own always does, `ikke` and numbers among them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from snowballstemmer import stemmer

from pipeline.danish.text import clean_line

_PHRASES: Final = (
    (r"['’](?:ens?|ets?|ernes?|er|s)\b", ""),
    (r"\b(?:e[\s.-]?(?:mail|post)|mail)(?:[\s-]?adresser?n?)?(?=\W|$)", "email"),
    (r"\bfor-?\s*(?:\bog\b|&|/)\s*efternavn\w*", "navn"),
    (r"\bfornavn\w*(?:\(e\))?\s*(?:\bog\b|/|&|,)?\s*(?:mellemnavn\w*\s*)?(?:\bog\b\s*)?efternavn\w*", "navn"),
    (r"\bfuld[et]?\s+(?=for|navn)", ""),
    (r"\boplyses\b", "oplyst"),
    (r"\befternavn\w*\s*(?:\bog\b|/|&|,)?\s*fornavn\w*", "navn"),
    (r"\bfødselsdag\w*\s+og\s+person(?:nr\b|nummer)", "cpr"),
    (r"\bc[.\s-]?p[.\s-]?r\b(?:[.\s-]*(?:nr|nummer)\b)?", "cpr"),
    (r"\bpers(?:on)?[.\s-]*(?:nr|nummer)\b", "cpr"),
    (r"\bpost[.\s-]*(?:nr|nummer)\b", "postnr"),
    (r"\bp\.?\s?nr\b(?=\W+(?:og\W+)?(?:by|bynavn|postdistrikt)\b)", "postnr"),
    (r"\binst(?:itutions?)?[.\s-]*(?:nr|nummer|kode)\b", "institutionsnr"),
    (r"\b(?:sags?|sagens|journal|j)[.\s-]*(?:nr|nummer|id)\b", "sagsnummer"),
    (r"\bf\.?m\.?[hi]\b\.?", "forældremyndighedsindehaver"),
    (r"\bbfu\b", "børnefaglig undersøgelse"),
    (r"\bpædagogisk[\s-]+psykologisk[\s-]+vurdering\w*", "ppv"),
    (r"\bpædagogisk[\s-]+psykologisk[\s-]+rådgivning\w*", "ppr"),
    (r"\b(?:skolens\s+leder|leder(?:en)?\s+(?:af|på|for)\s+skolen)\b", "skoleleder"),
    (r"\b(?:vej|gade)(?:navn)?\s*(?:\bog\b|/|&|,)?\s*(?:hus)?(?:nr|nummer)\b", "adresse"),
    (r"\bmed\s+egne\s+ord\b|\begne\s+ord\b", "perspektiv"),
    (r"\b(?:antal|hvor\s+mange)\s+(?:elever|børn|unge|voksne|søskende|lærere|personer)\b", "personantal"),
    (r"\b(?:antal|hvor\s+mange)\s+(?:ved\w+\s+)?bilag(?:\s+(?:er\s+)?ved\w+)?", "bilagsantal"),
    (r"\bhvor\s+(?:mange|meget|stort?)\b|\bantal\b", " "),
    (r"\bændres\s+til\b", "ny"),
    (r"\bhvad\s+er\s+(?:du|i)\s+(?:i\s+forhold\s+)?til\s+(?=barnet|eleven|den\s+unge)", "relation "),
    (r"\bhvem\s+er\s+(?:du|i)\s+for\s+(?=barn|elev|den\s+unge)", "relation "),
    (r"^\W*er\s+(?:barnets|elevens|den\s+unges)\W*$", "relation til barnet"),
    (r"\bform\s+for\s+(?:svar(?:et)?|samtykke)\s+(?:om|på|til|vedr\w*\.?)\s+(.+?)\s*[:?]?$", r"\1 hvordan"),
    (r"\bhvornår\s+er\s+(.+?)\s+fra(?=\W*$)", r"dato \1"),
    (r"(klasse|trin|skole|niveau|status|adresse)\s+(?:lige\s+)?nu(?=\W*$)", r"\1"),
    (r"\boplysninger\s+til\s+(?=psykolog|ppr\b|leverandør)", "deling "),
    # The answer is what has a date, and what somebody notes: `Dato for svar om samtykke` says it twice.
    (r"\bsvar(?:et)?\s+på\s+(?=at\b)", "samtykke til "),
    (r"(?<=dato for )svar(?:et)?\s+(?:om|på|vedr\w*\.?)\s+", ""),
    (r"\bsvar(?:et)?\s+(?:om|på|vedr\w*\.?)\s+(?=.*\b(?:noteret|modtaget|indhentet|registreret)\b)", ""),
    (r"\bsvar\s+om\s+(.+?)\s+(?:er\s+|blev\s+)?givet\s*[:?]?$", r"\1 hvordan"),
    (r"^\W*(fra|til)(?:\s+og\s+med)?\s+hvornår\W*$", r"\1"),
    (r"\bhvor\s+længe\b", "varighed"),
    (r"\bhvor\s+bor\b", "adresse"),
    (r"\bgår\s+(?:i\s+skole\s+)?på(?=\W*$)", "skole"),
    (r"\bskolens\s+(?:nr|nummer|id)\b", "institutionsnr"),
    (r"\b(?:kan\s+)?træffes\s+på\b(?:\s+(?:telefon|tlf)\w*)?", "telefon"),
    (r"\bdirekte\s+(?:(?:telefon|tlf)\w*|nr\b|nummer)", "telefon"),
    (r"\bring\s+(?:til|på)\b", "telefon"),
    (r"\bpå\s+hvilken\s+måde\b", "hvordan"),
    (r"\bmåle[rs]?\b|\bmålt\b", "måling"),
    (r"\b(kort|lang)sigt\w*", r"\1varig"),
    (r"\b(?:siger?|sagt)\s+(?:(?:du|i|forælder\w*)\s+)?ja\s+til\b", "samtykke"),
    (r"\bgive[rt]?\s+(?:(?:du|i|forælder\w*)\s+)?lov\s+til\b", "samtykke"),
    (r"\b(?:hvor\s+(?:ofte|tit)|hyppighed)\b", "hyppighed"),
    (r"(?:/\s*|\b(?:pr\b\.?|per|om|i|hver)\s+)uge(?:n|ligt)?\b|\bugentlig\w*", "ugentlig"),
    (r"\bi\s+(?:dag|praksis)\b|\bindtil\s+(?:nu|videre)\b|\bhidtil\b", " "),
    (r"\bfølg(?:es?|er)\s+(?:(?:i|vi|du|der|det)\s+)?op\b|\bopfølges\b", "opfølgning"),
    (r"\b(?:underskriver|skriver\s+under)\s+(?:som|for|på\s+vegne\s+af)\b", "underskriverrolle"),
    (r"\bnot(?:er|ater)\b", "bemærkning"),
    (r"\bhvem\s+(?:har\s+)?noteret?(?:de)?\b|\bnoteret\s+i\s+(?:sagen|journalen)\b", "noteret"),
    (r"\bskrevet\s+ned\b|\bnedskrevet\b", "noteret"),
    (r"\bhvordan\s+(?:er\s+(?:det\s+)?)?(?:givet|indhentet)\b", "hvordan"),
    (r"\b(?:træder|trådte)\s+(?:(\w+)\s+)?i\s+kraft\b", r"\1 start"),
    (r"\bskr(?:iver?|ives|evet)\s+(?:(?:i|vi|du|der)\s+)?under\b", "underskrift"),
    (r"\bstår\s+for\b|\bhar\s+ansvar(?:et)?\s+for\b", "ansvarlig"),
    (r"\bbegge\s+forvaltninger\b", "begge"),
    (r"\bændre(?:r|s|t)?\s+sig\b", "ændring"),
    (r"\bskolens\s+ferie(?:r(?:ne)?)?\b", "ferie"),
    (r"\blev(?:er|e)?\s+op\s+til\b|\boverhold(?:er|es|t)\b|\bopfyld(?:er|es)\b", "opfyldt"),
    (r"\b(?:hvad|hvordan)\s+er\s+(?:det\s+)?aftalt\b", "aftale"),
    (r"\b(?:pr\b\.?|per|om)\s+(?:skole)?år(?:et)?\b", " "),
    (r"\bønsket\b|\bønskede\b", " "),
    (r"\b(?:gælder|gældende|gyldig|løber|varer)\s+fra\b", "start"),
    (r"\b(?:gælder|gældende|gyldig|løber|varer)\s+til\b", "slut"),
    (r"\b(periode\w*|plan\w*)[\s:]+fra\b", r"\1 start"),
    (r"\b(periode\w*|plan\w*)[\s:]+til\b", r"\1 slut"),
    (r"\b(forløb\w*|indsats\w*)\s+fra\b(?=\W*(?:$|dato|den|d\b))", r"\1 start"),
    (r"\b(forløb\w*|indsats\w*)\s+til\b(?=\W*(?:$|dato|den|d\b))", r"\1 slut"),
    (r"(?<!brevet)\s+er\s+fra\s*[:?*]*\s*$|(?:^|\s)den\s*[:?*]*\s*$|\sd\.?\s*[:?*]*\s*$", " dato"),
)  # fmt: skip

_SHORTENED: Final = dict(
    row.split()
    for row in (
        *("ansv ansvarlig", "begr begrundelse", "bem bemærkning", "bemærkn bemærkning", "delm delmål"),
        *("indst indstilling", "kontaktpers kontaktperson", "koord koordinator", "omr område"),
        *("opf opfølgning", "pers person", "psyk psykolog", "sagsbeh sagsbehandler"),
        *("socialpæd socialpædagogisk", "specialpæd specialpædagogisk", "underskr underskrift"),
        *("undersøg undersøgelse", "vurd vurdering"),
    )
)
"""What words are shortened to, with a full stop behind them or at the end."""
_SHORT_WORD: Final = re.compile(rf"\b({'|'.join(_SHORTENED)})(?:\.|$)")

_SAME: Final = (
    "barn elev ung unge pige dreng skolebarn skoleelev datter søn",
    "navn",
    "cpr personnummer personnr persnr cprnr cprnummer",
    "telefon tlf tlfnr tlfnummer telefonnummer telefonnr mobil mobilnr mobilnummer mobiltelefon mobiltlf",
    "email mail mailadresse emailadresse mailboks",
    "adresse adr bopæl bopælsadresse gadenavn vejnavn hjemmeadresse privatadresse "
    "hjemadresse folkeregisteradresse postadresse",
    "postnr postnummer",
    "by bynavn postdistrikt poststed",
    "dato hvornår tidspunkt dag dateret daterede",
    "fødselsdato født fødselsdag fødedato",
    "start starter begynder begynde begyndelse opstart påbegyndes startes begyndt igangsættes "
    "iværksættes starttidspunkt",
    "slut slutter afsluttes afslutning ophører udløber udløb sluttidspunkt sluttes slutning stopper ender",
    "skole skoler grundskole folkeskole",
    "skoleleder leder skoleledelse rektor skoleinspektør forstander",
    "sagsbehandler socialrådgiver rådgiver myndighedssagsbehandler myndighedsrådgiver familierådgiver "
    "børnerådgiver ungerådgiver",
    "leverandør udfører leverandørfirma leverandørvirksomhed firma virksomhed udbyder "
    "leverer leveres leveret",
    "forælder forældre forældrene mor mødre moder far fædre fader værge plejemor plejefar "
    "plejeforælder plejeforældre",
    "psykolog skolepsykolog",
    "klasse kl",
    "klassetrin trin årgang",
    "fravær skolefravær",
    "sprog modersmål hjemmesprog",
    "tolk tolkebehov tolkebistand tolkning",
    "perspektiv stemme synspunkt holdning mening syn",
    "underskrift underskrevet underskriver signatur signeret",
    "indsats tiltag foranstaltning aktivitet støtteforanstaltning støttetiltag",
    "effekt virkning udbytte",
    "begrundelse begrund hvorfor årsag grund",
    "bemærkning kommentar",
    "forhåndstilsagn",
    "aftaleforum netværksmøde",
    "ansvarlig ansvar ansvarshavende",
    "beløb pris udgift omkostning",
    "total ialt alt samlet sum",
    "cvr cvrnr cvrnummer",
    "ean eannr eannummer gln lokationsnummer",
    "institutionsnr institutionsnummer institutionskode skolekode skolenr skolenummer",
    "sagsnummer sagsnr sagsid journalnummer journalnr jnr",
    "kontaktperson kontakt",
    "bilag vedlagt vedlæg vedhæftet vedhæftning",
    "fødested",
    "ferie skoleferie ferieperiode",
    "betaling betaler betales finansieres finansiering finansierer finansieret",
    "lovgrundlag hjemmel lovhjemmel paragraf lovparagraf retsgrundlag",
    "udarbejdet skrevet lavet",
    "forfatter forfattet",
    "type slags art kategori",
    "hvordan sådan",
    "holdt afholdt afholdes afholdelse gennemført gennemføres",
    "mål målsætning",
    "koordinator tovholder koordinerer koordineres planansvarlig",
    "plan arbejdsplan",
    "opbevaring opbevares opbevarer",
    "sletning slettes sletter",
    "bopælsforælder",
    "klasseteam",
    "deltager mødedeltager",
    "peger anbefaler anbefalet anbefaling viser",
    "stadig fortsat stadigvæk",
    "stilling titel funktion stillingsbetegnelse jobtitel",
)  # fmt: skip
"""Words that say the same on a form, first the one that stands for them."""

_IDLE: Final = frozenset(
    word
    for row in (
        "den det de en et der som er har bliver skal kan vil må på for af til hos i og eller ved med om at",
        "hvad hvilken hvilket hvilke hvem hvor hedder angiv anfør oplys skriv indtast udfyld beskriv redegør",
        "vælg kryds venligst bedes gerne kort evt eventuel eventuelt eventuelle her hele",
        "nuværende aktuel aktuelle aktuelt",
        "får få have to tre begge denne dette disse",
        "blev blevet var haft allerede vedkommende omkring alle ekstern eksterne nr nummer",
        "oplysninger oplysning stamoplysninger data stamdata",
        "pågældende går ca cirka forventet forventede",
        "deres jeres vores sin sit sine dit din du i vi os jer man selv egen eget egne",
    )
    for word in row.split()
)  # fmt: skip
"""Words that make a sentence of a label and say nothing of their own."""

AS_NUMBER: Final = frozenset({"tal", "et tal", "i tal", "kun tal", "heltal"})
"""How a label says in brackets that it wants a number."""

_stem = stemmer("danish").stemWord


@lru_cache(maxsize=20_000)
def _stemmed(word: str) -> str:
    """The stem of a word; `indsatsens` and `indsats` have one, though only the second loses its last s."""
    stem = str(_stem(word))
    return _stemmed(stem) if stem != word and stem.endswith("s") else stem


_CANON: Final = {_stemmed(word): _stemmed(row.split()[0]) for row in _SAME for word in row.split()}
_WRITTEN: Final = {word: _stemmed(row.split()[0]) for row in _SAME for word in row.split()}
COMMON_WORDS: Final = frozenset(_CANON.values())
"""The words that every form may know, by their stems."""

_IDLE_STEMS: Final = _IDLE | {_stemmed(word) for word in _IDLE}
_OF_CHAPTER: Final = (
    r"(?:[A-ZÆØÅ]\.?)?[0-9]{1,2}(?:\.[0-9]{1,2})*(?:[a-z]|\.[a-z]{1,2})?(?:[.)]|(?=\s+[A-ZÆØÅ]))"
)
_OF_AGENDA: Final = r"(?:[Aa]d|[Pp]kt\.?|[Pp]unkt)\s+[0-9]{1,2}(?:\.[0-9]{1,2})*[.):]?"
_OF_LAW: Final = r"(?:§\s*[0-9]{1,3}\s?[a-z]?(?:,?\s*[Ss]tk\.?\s*[0-9]{1,2})?|[Ss]tk\.\s*[0-9]{1,2})[.:)]"
_COUNT: Final = (
    rf"(?:{_OF_AGENDA}|{_OF_LAW}|[0-9]{{3}}[.)]|{_OF_CHAPTER}|[IVX]{{2,4}}[.)]|[a-zA-ZæøåÆØÅ][.)])\s+"
)
_NUMBERING: Final = re.compile(rf"^\s*(?:[•·▪●\ufffd]\s*(?:{_COUNT})?|{_COUNT})(?=\S)")
_BRACKETS: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|<[^<>]*>")
_WORD: Final = re.compile(r"[^\W_]+")
_SHORTEST_PART: Final = 3


def without_brackets(label: str) -> str:
    """The label without what stands in brackets; the whole label where nothing else is in it."""
    rest = _BRACKETS.sub(" ", label)
    return rest if any(map(str.isalnum, rest)) else label


def _is_idle(word: str) -> bool:
    """Whether a word says nothing; a stem must be long to tell: that of `forrige` is `for`."""
    stem = _stemmed(word)
    return word in _IDLE or (len(stem) > _SHORTEST_PART and stem in _IDLE_STEMS)


def without_number(label: str) -> str:
    """The label without the number of the question, or the bullet before it: `1.2 Barnets navn`."""
    return _NUMBERING.sub("", label, count=1)


@lru_cache(maxsize=20_000)
def label_words(label: str) -> frozenset[str]:
    """What the label says, as a set of stems; never empty for a label that holds a letter or digit."""
    text = clean_line(without_number(label)).casefold()
    text = _SHORT_WORD.sub(lambda found: f"{_SHORTENED[found[1]]} ", text)
    for pattern, instead in _PHRASES:
        text = re.sub(pattern, f" {instead} " if instead else "", text)
    written = _WORD.findall(text)
    words = {_canonical(word) for word in written if not _is_idle(word)}
    return frozenset(words) or frozenset(written)


def _canonical(word: str) -> str:
    stem = _stemmed(word)
    return _WRITTEN.get(word) or _CANON.get(stem, stem)


_SCHOOL: Final = _canonical("skole")
NEGATING: Final = frozenset(map(_canonical, ("ikke", "ej", "ingen", "intet", "uden", "aldrig")))
"""Stems of words that say that something is not so."""


def compound_parts(word: str, known: frozenset[str]) -> tuple[str, str] | None:
    """A word as two that are known: `startdato` → `start`, `dato`; None where it is none such."""
    for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
        second = _canonical(word[cut:])
        if second == _SCHOOL:
            continue  # `Prøveskolen` is a school's name
        if second not in known and not (len(second) > _SHORTEST_PART and second in _IDLE_STEMS):
            continue
        for first in (word[:cut], word[: cut - 1] if word[cut - 1] in "se" and cut > _SHORTEST_PART else ""):
            if first and _canonical(first) in known:
                return _canonical(first), second
    return None
