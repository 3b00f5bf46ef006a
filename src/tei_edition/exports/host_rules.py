"""Rules by which web servers and hosts answer the queries of DTS and OAI-PMH from files."""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tei_edition.problems import EditionError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# What the path of a site may be.
_PATH = re.compile(r"(?:/[\w.~-]+)*")
# What a value may be, encoded as by templates (RFC 6570): not every server decodes it, so that
# files have names for both.
_VALUE = "(?:[A-Za-z0-9._~-]|%[0-9A-F][0-9A-F])+"
_HEAD = "# Answers the queries of DTS 1.0 and OAI-PMH 2.0 from the files of the site.\n"
_NAMES = ("tree", "ref", "start", "end", "down", "page", "nav")


def write_host_rules(host: str, url: str) -> dict[str, str]:
    """Return the files with the rules for a host, by their names; the url is that of the site.

    Raises EditionError for a path of the site in which servers would read something else.
    """
    path = urlsplit(url).path.rstrip("/")
    if not _PATH.fullmatch(path):
        raise EditionError(
            f'there are no rules for hosts with the path "{path}" of url, in edition.toml',
            hint="use only letters, digits and . _ ~ - in it",
        )
    return _WRITERS[host](path)


def _write_nginx(path: str) -> dict[str, str]:
    maps = [f"{_HEAD}# Include it in http {{ … }}, before the server.\n"]
    for name in (*_NAMES, "id", "resource"):
        made = f"/$arg_{name}" if name in {"id", "resource"} else f";{name}=$arg_{name}"
        maps.append(
            f'map $arg_{name} $dts_{name} {{\n  "" "";\n  "~^{_VALUE}$" "{made}";\n'
            f'  default "/-";\n}}\n'
        )
    given = "[^|]+"
    maps.append(
        'map "$arg_resource|$arg_ref|$arg_start|$arg_end|$arg_down" $dts_bad_range {\n'
        '  "~^\\|" 1;\n'
        f'  "~^{given}\\|{given}\\|{given}\\|" 1;\n'
        f'  "~^{given}\\|{given}\\|[^|]*\\|{given}\\|" 1;\n'
        f'  "~^{given}\\|\\|{given}\\|\\|" 1;\n'
        f'  "~^{given}\\|\\|\\|{given}\\|" 1;\n'
        "  default 0;\n}\n"
    )
    maps.append(
        'map "$dts_bad_range|$arg_ref|$arg_start|$arg_down" $dts_bad_navigation {\n'
        '  "~^1" 1;\n  "~^0\\|\\|\\|0?$" 1;\n'
        f'  "~^0\\|\\|{given}\\|0$" 1;\n'
        '  "~[|]-([02-9]|1.)" 1;\n  "~[|][^|]*[^0-9|-][^|]*$" 1;\n'
        "  default 0;\n}\n"
    )
    maps.append(
        "# More levels than there are: all of them.\n"
        'map $arg_down $dts_all {\n  "~^[1-9][0-9]*$" ";down=-1";\n  default "/-";\n}\n'
        'map $arg_page $dts_first {\n  "" "";\n  "1" "";\n  default "/-";\n}\n'
    )
    maps.append(
        'map $arg_nav $dts_bad_collection {\n  "" 0;\n  "~^(children|parents)$" 0;\n'
        "  default 1;\n}\n"
    )
    maps.append(
        "map $arg_mediaType $dts_media {\n"
        '  "" "";\n  "~^application(/|%2F)tei(\\+|%2B)xml$" "";\n  default "/-";\n}\n'
    )
    maps.append(
        'map "$arg_verb|$arg_metadataPrefix|$arg_identifier" $oai_file {\n'
        '  "~^(?<oai_verb>Identify|ListMetadataFormats|ListSets)\\|" "$oai_verb.xml";\n'
        '  "~^(?<oai_list>ListRecords|ListIdentifiers)\\|(?<oai_prefix>oai_dc|tei)\\|"'
        ' "$oai_list.$oai_prefix.xml";\n'
        f'  "~^GetRecord\\|(?<oai_form>oai_dc|tei)\\|.*(:|%3A)(?<oai_id>{_VALUE})$"'
        ' "GetRecord/$oai_id.$oai_form.xml";\n'
        '  "~^(ListRecords|ListIdentifiers|GetRecord)\\|" "badArgument.xml";\n'
        '  default "badVerb.xml";\n}\n'
    )
    places = [f"{_HEAD}# Include it in server {{ … }} of the site.\n"]
    json = 'types { } default_type "application/ld+json";'
    for endpoint, bad, file, types in (
        ("dts/", "", "dts/entry.jsonld", json),
        (
            "dts/collection/", "$dts_bad_collection",
            "dts$dts_id/collection$dts_page$dts_nav.jsonld", json,
        ),
        (
            "dts/navigation/", "$dts_bad_navigation",
            "dts$dts_resource/navigation$dts_first$dts_tree$dts_ref$dts_start$dts_end", json,
        ),
        (
            "dts/document/", "$dts_bad_range",
            "dts$dts_resource/document$dts_tree$dts_ref$dts_start$dts_end$dts_media.xml",
            'types { } default_type "application/tei+xml";',
        ),
    ):  # fmt: skip
        refuse = f"  if ({bad}) {{ return 400; }}\n" if bad else ""
        found = f'"{path}/{file}"'
        if endpoint == "dts/navigation/":
            found = f'"{path}/{file}$dts_down.jsonld" "{path}/{file}$dts_all.jsonld"'
        places.append(
            f"location = {path}/{endpoint} {{\n  {types}\n"
            f'  add_header Access-Control-Allow-Origin "*" always;\n{refuse}'
            f"  try_files {found} =404;\n}}\n"
        )
    places.append(
        f'location = {path}/oai/ {{\n  types {{ }} default_type "text/xml";\n'
        f'  try_files "{path}/oai/$oai_file" "{path}/oai/idDoesNotExist.xml" =404;\n}}\n'
    )
    places.append(
        f"location ~ ^{re.escape(path)}/(dts|data|oai)/.*\\.jsonld$ {{\n"
        f'  types {{ }} default_type "application/ld+json";\n'
        f'  add_header Access-Control-Allow-Origin "*" always;\n}}\n'
    )
    return {"nginx-maps.conf": "\n".join(maps), "nginx-locations.conf": "\n".join(places)}


def _write_apache(path: str) -> dict[str, str]:
    query = "RewriteCond %{QUERY_STRING}"
    lines = [
        f"{_HEAD}# Put it into the folder of the site; it needs mod_rewrite and mod_headers.",
        "AddType application/ld+json .jsonld",
        '<IfModule mod_headers.c>\n  Header set Access-Control-Allow-Origin "*"\n</IfModule>',
        "RewriteEngine On",
        f"RewriteBase {path or ''}/",
        "RewriteRule ^dts/$ dts/entry.jsonld [L]",
        "# A value that would have to be decoded is in no file.",
        f"{query} (?:^|&)(?:id|resource|{'|'.join(_NAMES)})=(?!{_VALUE[:-1]}*(?:&|$))",
        "RewriteRule ^dts/[a-z]+/$ - [R=404,L]",
    ]
    for name in (*_NAMES, "id", "resource"):
        made = "/%1" if name in {"id", "resource"} else f";{name}=%1"
        lines += [
            f"{query} (?:^|&){name}=({_VALUE})(?:&|$)",
            f"RewriteRule ^dts/[a-z]+/$ - [E=DTS_{name.upper()}:{made}]",
        ]
    has, lacks = "RewriteCond %{{ENV:DTS_{}}} .".format, "RewriteCond %{{ENV:DTS_{}}} ^$".format
    both = "RewriteRule ^dts/(?:navigation|document)/$ - [R=400,L]"
    navigation = "RewriteRule ^dts/navigation/$ - [R=400,L]"
    for conditions, rule in (
        ([lacks("RESOURCE")], both),
        ([has("REF"), has("START")], both),
        ([has("REF"), has("END")], both),
        ([has("START"), lacks("END")], both),
        ([lacks("START"), has("END")], both),
        ([lacks("REF"), lacks("START"), lacks("DOWN")], navigation),
        ([lacks("REF"), "RewriteCond %{ENV:DTS_DOWN} ^;down=0$"], navigation),
        ([has("DOWN"), "RewriteCond %{ENV:DTS_DOWN} !^;down=(?:-1|[0-9]+)$"], navigation),
        ([has("NAV"), "RewriteCond %{ENV:DTS_NAV} !^;nav=(?:children|parents)$"],
         "RewriteRule ^dts/collection/$ - [R=400,L]"),
        ([f"{query} (?:^|&)page=(?!1?(?:&|$))"], "RewriteRule ^dts/navigation/$ - [R=404,L]"),
        ([f"{query} (?:^|&)mediaType=(?!application(?:/|%2F)tei(?:\\+|%2B)xml(?:&|$))"],
         "RewriteRule ^dts/document/$ - [R=404,L]"),
    ):  # fmt: skip
        lines += [*conditions, rule]
    env = "%{{ENV:DTS_{}}}".format
    tail = "".join(map(env, ("TREE", "REF", "START", "END")))
    collection = f"dts{env('ID')}/collection{env('PAGE')}{env('NAV')}.jsonld"
    navigation = f"dts{env('RESOURCE')}/navigation{tail}"
    document = f"dts{env('RESOURCE')}/document{tail}.xml"
    lines += [
        f"RewriteRule ^dts/collection/$ {collection} [L]",
        "# More levels than there are: all of them.",
        "RewriteCond %{ENV:DTS_DOWN} ^;down=[1-9][0-9]*$",
        "RewriteCond %{REQUEST_FILENAME} ^(.*)/dts/navigation/?$",
        f"RewriteCond %1/{navigation}{env('DOWN')}.jsonld !-f",
        f"RewriteRule ^dts/navigation/$ {navigation};down=-1.jsonld [L]",
        f"RewriteRule ^dts/navigation/$ {navigation}{env('DOWN')}.jsonld [L]",
        f"RewriteRule ^dts/document/$ {document} [L,T=application/tei+xml]",
        "# OAI-PMH",
        f"{query} (?:^|&)verb=(Identify|ListMetadataFormats|ListSets)(?:&|$)",
        "RewriteRule ^oai/$ oai/%1.xml [L]",
    ]
    for prefix in ("oai_dc", "tei"):
        lines += [
            f"{query} (?:^|&)metadataPrefix={prefix}(?:&|$)",
            f"{query} (?:^|&)verb=(ListRecords|ListIdentifiers)(?:&|$)",
            f"RewriteRule ^oai/$ oai/%1.{prefix}.xml [L]",
            f"{query} (?:^|&)verb=GetRecord(?:&|$)",
            f"{query} (?:^|&)metadataPrefix={prefix}(?:&|$)",
            f"{query} (?:^|&)identifier=[^&]*(?::|%3A)({_VALUE})(?:&|$)",
            f"RewriteRule ^oai/$ oai/GetRecord/%1.{prefix}.xml [L]",
        ]
    lines += [
        f"{query} (?:^|&)verb=(?:ListRecords|ListIdentifiers|GetRecord)(?:&|$)",
        "RewriteRule ^oai/$ oai/badArgument.xml [L]",
        "RewriteRule ^oai/$ oai/badVerb.xml [L]",
        "RewriteCond %{REQUEST_FILENAME} !-f",
        "RewriteRule ^oai/GetRecord/ oai/idDoesNotExist.xml [L]",
    ]
    return {".htaccess": "\n".join(lines) + "\n"}


def _write_netlify(path: str) -> dict[str, str]:
    lines = [f"{_HEAD}{path}/dts/ {path}/dts/entry.jsonld 200"]
    for given in _list_given(("id", "page", "nav")):
        folder = "/:id" if "id" in given else ""
        rest = "".join(f";{n}=:{n}" for n in given if n != "id")
        lines.append(_redirect(path, "collection", given, f"{folder}/collection{rest}.jsonld"))
    for endpoint, names, suffix in (
        ("navigation", ("tree", "ref", "start", "end", "down"), "jsonld"),
        ("document", ("mediaType", "tree", "ref", "start", "end"), "xml"),
    ):
        # A rule fits where a request has more parameters too: what contradicts comes first.
        lines += [_refuse(path, f"dts/{endpoint}/ ref=:ref {n}=:{n}") for n in ("start", "end")]
        valid = [given for given in _list_given(names) if _is_valid(endpoint, given)]
        ranges = [given for given in valid if "start" in given]
        others = [given for given in valid if "start" not in given]
        lines += [_redirect_units(path, endpoint, given, suffix) for given in ranges]
        lines += [_refuse(path, f"dts/{endpoint}/ {n}=:{n}") for n in ("start", "end")]
        lines += [
            _redirect_units(path, endpoint, given, suffix)
            for given in others
            if "mediaType" in given
        ]
        if "mediaType" in names:
            lines.append(_refuse(path, f"dts/{endpoint}/ mediaType=:mediaType"))
        lines += [
            _redirect_units(path, endpoint, given, suffix)
            for given in others
            if "mediaType" not in given
        ]
    for verb in ("ListRecords", "ListIdentifiers"):
        asked = f"verb={verb} metadataPrefix=:p"
        lines.append(f"{path}/oai/ {asked} {path}/oai/{verb}.:p.xml 200")
    # The name of a record's file is the end of its identifier, which no rule of Netlify can take.
    lines.append(_refuse(path, "oai/ verb=GetRecord metadataPrefix=:p identifier=:i"))
    lines += [
        f"{path}/oai/ verb={verb} {path}/oai/{verb}.xml 200"
        for verb in ("Identify", "ListMetadataFormats", "ListSets")
    ]
    lines += [
        f"{path}/oai/ verb={verb} {path}/oai/badArgument.xml 200"
        for verb in ("ListRecords", "ListIdentifiers", "GetRecord")
    ]
    lines.append(f"{path}/oai/ {path}/oai/badVerb.xml 200")
    headers = (
        f"{path}/dts/*\n  Access-Control-Allow-Origin: *\n"
        f"{path}/*.jsonld\n  Content-Type: application/ld+json\n  Access-Control-Allow-Origin: *\n"
        f"{path}/dts/*.xml\n  Content-Type: application/tei+xml\n"
    )
    return {"_redirects": "\n".join(lines) + "\n", "_headers": headers}


def _is_valid(endpoint: str, given: tuple[str, ...]) -> bool:
    """Whether parameters go together: a unit, or the start and end of a range, or `down`."""
    is_range = ("start" in given, "end" in given)
    if ("ref" in given and any(is_range)) or is_range[0] != is_range[1]:
        return False
    return endpoint == "document" or bool({"ref", "start", "down"} & {*given})


def _redirect_units(path: str, endpoint: str, given: tuple[str, ...], suffix: str) -> str:
    rest = "".join(f";{name}=:{name}" for name in given if name != "mediaType")
    return _redirect(path, endpoint, ("resource", *given), f"/:resource/{endpoint}{rest}.{suffix}")


def _refuse(path: str, asked: str) -> str:
    return f"{path}/{asked} {path}/404.html 404"


def _list_given(names: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield all choices of parameters, the longest first: the first line that fits counts."""
    choices = list(product((True, False), repeat=len(names)))
    choices.sort(key=lambda chosen: -sum(chosen))
    for chosen in choices:
        yield tuple(name for name, is_in in zip(names, chosen, strict=True) if is_in)


def _redirect(path: str, endpoint: str, given: tuple[str, ...], target: str) -> str:
    known = {"mediaType": "application/tei+xml"}
    values = " ".join(f"{name}={known.get(name, f':{name}')}" for name in given)
    return f"{path}/dts/{endpoint}/ {values}{' ' * bool(values)}{path}/dts{target} 200"


def _write_pages(path: str) -> dict[str, str]:  # noqa: ARG001 - it knows no queries
    # The host would else leave out what begins with "_", and answers files, not queries.
    return {".nojekyll": ""}


_WRITERS: dict[str, Callable[[str], dict[str, str]]] = {
    "nginx": _write_nginx,
    "apache": _write_apache,
    "netlify": _write_netlify,
    "pages": _write_pages,
}
HOSTS = tuple(_WRITERS)
