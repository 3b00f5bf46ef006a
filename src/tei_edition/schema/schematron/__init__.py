"""ISO Schematron: read rules, compile them to one XSLT 3.0 stylesheet, and apply it.

Written from ISO/IEC 19757-3:2016 and 2020, for the bindings xslt, xslt2, xslt3 and those of XPath
by itself. The rules may be in a separate file, in a RELAX NG schema, or in an ODD.

>>> rules = read_rules([Path("rules.sch")], folder)
>>> problems, files = judge_source(rules, source, folder)
"""

from tei_edition.schema.schematron.error import SchematronError
from tei_edition.schema.schematron.extract import extract_schematron
from tei_edition.schema.schematron.model import DEFAULT, EVERYTHING
from tei_edition.schema.schematron.rules import (
    Judgement,
    SchematronRules,
    check_rules,
    judge_source,
    read_rules,
)

__all__ = [
    "DEFAULT",
    "EVERYTHING",
    "Judgement",
    "SchematronError",
    "SchematronRules",
    "check_rules",
    "extract_schematron",
    "judge_source",
    "read_rules",
]
