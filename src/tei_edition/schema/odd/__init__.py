"""ODD, the TEI's language for schemas (TEI, chapters TD and USE): read, made out, compiled.

>>> compiled = compile_odd(Path("my.odd"), Path.cwd(), Options(source=Path("p5subset.xml")))
>>> Path("my.rng").write_bytes(write_xml(compiled.grammar))
"""

from tei_edition.schema.odd.compiler import (
    Compiled,
    Options,
    compile_odd,
    make_options,
    write_compiled,
    write_xml,
)

__all__ = ["Compiled", "Options", "compile_odd", "make_options", "write_compiled", "write_xml"]
