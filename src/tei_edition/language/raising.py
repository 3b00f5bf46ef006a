"""Raised and lowered letters where there is no markup: N² as Unicode has them, else N^a.c."""

from __future__ import annotations

_RAISED = dict(
    zip(
        "0123456789+-=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWαβγδεθφχ",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵅᵝᵞᵟᵋᶿᵠᵡ",
        strict=True,
    )
) | {"*": "*"}
_LOWERED = dict(
    zip(
        "0123456789+-=()aehijklmnoprstuvxβγρφχ",
        "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ",
        strict=True,
    )
)


def raise_letters(words: str) -> str:
    """Return words as superscripts: as Unicode superscripts if all exist, or else after a `^`."""
    return _exchange(words, _RAISED, "^")


def lower_letters(words: str) -> str:
    """Return words as subscripts: as Unicode subscripts if all exist, or else after a `_`."""
    return _exchange(words, _LOWERED, "_")


def _exchange(words: str, letters: dict[str, str], mark: str) -> str:
    if words and all(letter in letters for letter in words):
        return "".join(letters[letter] for letter in words)
    return f"{mark}{words}" if words else ""
