"""Compare with the addresses of an earlier state: which are gone, moved or renamed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tei_edition.pages.redirects import Redirects

VANISHED, MOVED = "address-vanished", "address-moved"
ENTITY_VANISHED, REFERENCE_CHANGED = "entity-vanished", "reference-changed"


class AddressChange(NamedTuple):
    """A change of an address: its code, the address, a message and a hint.

    `is_counted` says that the address was counted, and no `xml:id` promised that it would stay.
    """

    code: str
    address: str
    message: str
    hint: str = ""
    is_counted: bool = False


def compare_addresses(
    before: Mapping[str, Any], now: Mapping[str, Any], redirects: Redirects
) -> Iterator[AddressChange]:
    """Yield what changed between two lists of addresses and is in no redirect.

    A redirect whose own goal does not exist is one of the changes.
    """
    known = {*now["passages"], *now["entities"], *now["pages"]}
    known |= {entry["page"] for entry in now["entities"].values()}
    for old, new in redirects.moved.items():
        if new not in known and new.partition("#")[0] not in known:
            yield AddressChange(
                VANISHED, new, f'the redirect of "{old}" leads to "{new}", which does not exist'
            )
    silenced = {*redirects.moved, *redirects.gone}
    yield from (
        found
        for found in (
            *_compare_passages(before["passages"], now["passages"]),
            *_compare_entities(before["entities"], now["entities"]),
            *_compare_pages(before["pages"], now["pages"]),
        )
        if found.address not in silenced
        and not (found.code == MOVED and _find_old_page(before, found) in silenced)
    )


def _find_old_page(before: Mapping[str, Any], found: AddressChange) -> str:
    entry = before["passages"].get(found.address) or before["entities"].get(found.address) or {}
    return str(entry.get("page", "")).partition("#")[0]


def _compare_passages(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[AddressChange]:
    by_digest: dict[tuple[str, str], list[str]] = {}
    texts = {address.partition("#")[0] for address in before}
    kept = texts & {address.partition("#")[0] for address in now}
    for address, entry in now.items():
        text = address.partition("#")[0]
        # The words of texts that were not there before may come from one that is gone.
        by_digest.setdefault((text if text in texts else "", entry["digest"]), []).append(address)
    for address, old in before.items():
        is_counted = bool(old.get("counted"))
        text = address.partition("#")[0]
        same = by_digest.get((text if text in kept else "", old["digest"]), [])
        others = [a for a in same if a not in before or before[a]["digest"] != old["digest"]]
        new = now.get(address)
        if new is None:
            hint = f'its words are now at "{others[0]}"' if others else ""
            code = MOVED if others else VANISHED
            done = "moved" if others else "is gone"
            yield AddressChange(code, address, f'the address "{address}" {done}', hint, is_counted)
            continue
        if new["page"] != old["page"]:
            yield AddressChange(
                MOVED, address,
                f'the passage "{address}" was on {old["page"]} and is on {new["page"]}',
                f'"{old["page"]}" = "{new["page"]}" in redirects.toml redirects readers there',
                is_counted,
            )  # fmt: skip
        elif new["digest"] != old["digest"] and others and is_counted:
            yield AddressChange(
                MOVED, address, f'the address "{address}" has other words now',
                f'its words are now at "{others[0]}": an xml:id would have kept the address',
                is_counted,
            )  # fmt: skip
        if old.get("ref") and new.get("ref") != old["ref"] and new["digest"] == old["digest"]:
            said = f'"{new["ref"]}"' if new.get("ref") else "nothing"
            yield AddressChange(
                REFERENCE_CHANGED, address,
                f'"{address}" was cited as "{old["ref"]}", and now as {said}',
            )  # fmt: skip


def _compare_entities(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[AddressChange]:
    by_name: dict[tuple[str, str], str] = {}
    for ident, entry in now.items():
        by_name.setdefault((entry["kind"], entry["name"]), ident)
    for ident, old in before.items():
        if ident not in now:
            other = by_name.get((old["kind"], old["name"]), "")
            hint = f'"{other}" has the same name' if other else ""
            words = f'the {old["kind"]} "{ident}" ({old["name"]}) is in no register'
            yield AddressChange(ENTITY_VANISHED, ident, words, hint)


def _compare_pages(before: list[str], now: list[str]) -> Iterator[AddressChange]:
    for page in sorted(set(before) - set(now)):
        yield AddressChange(
            VANISHED, page, f'the page "{page}" is gone',
            f'"{page}" = "…" in redirects.toml redirects readers to another page',
        )  # fmt: skip
