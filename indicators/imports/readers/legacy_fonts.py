"""Vietnamese typed for the old TCVN3 (.VnTime …) and VNI (VNI-Times …) fonts.

Such text is stored as Western letters that only its font draws as Vietnamese. Which of the two it is, or
neither, is decided for a whole file: a single word often reads both ways.
"""

import re
import unicodedata
from collections.abc import Iterable

UNICODE, TCVN3, VNI = "", "tcvn3", "vni"

# A file is converted only when nearly all of its accented words become Vietnamese, and few were before.
_SHARE_MIN = 0.7
_GAIN_MIN = 0.3
WORDS_ENOUGH = 1_500

# Each letter of TCVN3 and what its fonts draw. Capitals with a tone have no code of their own.
_TCVN3_CODES = "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢§£¤¥¦"
_TCVN3_LETTERS = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ"
FROM_TCVN3 = str.maketrans(_TCVN3_CODES, _TCVN3_LETTERS)

# VNI writes a vowel, then one letter for its tone and shape together; a few letters stand for themselves.
_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT, _CIRCUMFLEX, _BREVE = map(
    chr, (0x300, 0x301, 0x309, 0x303, 0x323, 0x302, 0x306)
)
_VNI_MARKS = {
    "ø": _GRAVE,
    "ù": _ACUTE,
    "û": _HOOK,
    "õ": _TILDE,
    "ï": _DOT,
    "â": _CIRCUMFLEX,
    "à": _CIRCUMFLEX + _GRAVE,
    "á": _CIRCUMFLEX + _ACUTE,
    "å": _CIRCUMFLEX + _HOOK,
    "ã": _CIRCUMFLEX + _TILDE,
    "ä": _CIRCUMFLEX + _DOT,
    "ê": _BREVE,
    "è": _BREVE + _GRAVE,
    "é": _BREVE + _ACUTE,
    "ú": _BREVE + _HOOK,
    "ü": _BREVE + _TILDE,
    "ë": _BREVE + _DOT,
}
_VNI_LETTERS = {"ñ": "đ", "ö": "ư", "ô": "ơ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "í": "í", "ì": "ì", "î": "ỵ"}
_VNI_VOWELS = "aeouyöô"


def _vni_pairs() -> dict[str, str]:
    """Return every letter and pair of letters of VNI, in both cases, with the letter that it means."""
    pairs = {}
    for code, letter in _VNI_LETTERS.items():
        pairs[code], pairs[code.upper()] = letter, letter.upper()
    for vowel in _VNI_VOWELS:
        base = _VNI_LETTERS.get(vowel, vowel)
        for code, mark in _VNI_MARKS.items():
            letter = unicodedata.normalize("NFC", base + mark)
            if len(letter) == 1:
                for case in (vowel + code, vowel + code.upper()):
                    pairs[case] = letter
                for case in (vowel.upper() + code, vowel.upper() + code.upper()):
                    pairs[case] = letter.upper()
    return pairs


FROM_VNI = _vni_pairs()
_VNI_PATTERN = re.compile("|".join(sorted(FROM_VNI, key=len, reverse=True)))

_FIRST = "ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnprstvx]"
_OPEN = "uyê|iê|oa|oă|oe|uâ|uê|uô|ươ|uy|yê|oo|[aăâeêioôơuưy]"
_CLOSED = (
    "iêu|yêu|oai|oao|oay|oeo|uây|uôi|ươi|ươu|uya|uyu|"
    "ai|ao|au|ay|âu|ây|eo|êu|ia|iu|oi|ôi|ơi|ua|ui|ưa|ưi|ưu|uơ|ya"
)
_SYLLABLE = re.compile(f"(?:{_FIRST})?(?:(?:{_CLOSED})|(?:{_OPEN})(?:ng|nh|ch|[ckmnpt])?)")
_TONES = str.maketrans("", "", _GRAVE + _ACUTE + _TILDE + _HOOK + _DOT)

_ACCENTED_WORD = re.compile(
    "[A-Za-z]*[\u00a1-\u024f\u0300-\u036f\u1e00-\u1eff][A-Za-z\u00a1-\u024f\u0300-\u036f\u1e00-\u1eff]*"
)

# Both fonts use Western letters alone, so a text with any other letter is Unicode already.
_BEYOND_THE_FONTS = re.compile("[\u0100-\u024f\u1e00-\u1eff]")


def is_syllable(word: str) -> bool:
    """Tell whether a word in small letters is spelt as a Vietnamese syllable, with one tone at most."""
    parts = unicodedata.normalize("NFD", word)
    plain = parts.translate(_TONES)
    if len(parts) - len(plain) > 1:
        return False
    return _SYLLABLE.fullmatch(unicodedata.normalize("NFC", plain)) is not None


def accented_words(texts: Iterable[str]) -> set[str]:
    """Collect distinct words that hold more than plain letters, until they are enough to decide upon."""
    words: set[str] = set()
    for text in texts:
        if not text.isascii():
            words.update(_ACCENTED_WORD.findall(text))
            if len(words) >= WORDS_ENOUGH:
                break
    return words


def syllable_share(words: Iterable[str]) -> float:
    """Return the share of words that are Vietnamese syllables; 0 of no words."""
    checks = [is_syllable(unicodedata.normalize("NFC", word).lower()) for word in words]
    return sum(checks) / len(checks) if checks else 0.0


def font_of(words: Iterable[str]) -> str:
    """Tell for which font the words of a file were typed; empty for ordinary text of any language."""
    words = [unicodedata.normalize("NFC", word) for word in words]
    if len(words) < 2:
        return UNICODE
    before = syllable_share(words)
    shares = {font: syllable_share(_converted_word(word, font) for word in words) for font in (TCVN3, VNI)}
    best = max(shares, key=shares.__getitem__)
    if shares[best] >= _SHARE_MIN and shares[best] >= before + _GAIN_MIN:
        return best
    return UNICODE


def _converted_word(word: str, font: str) -> str:
    return word.translate(FROM_TCVN3) if font == TCVN3 else _VNI_PATTERN.sub(lambda m: FROM_VNI[m[0]], word)


def convert(text: str, *, font: str) -> str:
    """Return the Vietnamese that a text typed for a font was meant to show."""
    if not font or text.isascii() or _BEYOND_THE_FONTS.search(text):
        return text
    text = unicodedata.normalize("NFC", text)
    converted = _converted_word(text, font)
    return converted.upper() if font == TCVN3 and _is_in_capitals(text) else converted


def _is_in_capitals(text: str) -> bool:
    """Tell a text for a font of capitals (.VnTimeH): codes of small letters stand between capitals."""
    letters = re.findall("[A-Za-z]+", text)
    within = re.search("[A-Za-z\u00a1-\u00ff][A-Z]", text)
    return within is not None and not any(map(str.islower, "".join(letters)))
