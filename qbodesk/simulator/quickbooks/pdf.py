"""A small PDF writer: lines of text and rules on pages, one embedded font; lays nothing out."""

from dataclasses import dataclass, field
from zlib import compress

from qbodesk.simulator.quickbooks.font import Font

WIDTH, HEIGHT = 595, 842  # A4 in points


@dataclass
class Page:
    """One page under construction; positions are points from the lower left corner."""

    font: Font
    glyphs: dict[int, str] = field(default_factory=dict)
    marks: list[str] = field(default_factory=list)

    def text(self, x: float, y: float, words: str, *, size: float = 9, right: bool = False) -> None:
        """Writes `words` from `x`, or up to `x` when `right`."""
        if right:
            x -= self.width(words, size)
        codes = ""
        for character in words:
            glyph = self.font.glyph(character)
            self.glyphs.setdefault(glyph, character)
            codes += f"{glyph:04X}"
        self.marks.append(f"BT /F1 {size} Tf {x:.2f} {y:.2f} Td <{codes}> Tj ET")

    def rule(self, y: float, left: float, right: float) -> None:
        """A thin line across."""
        self.marks.append(f"0.5 w {left} {y} m {right} {y} l S")

    def width(self, words: str, size: float) -> float:
        """How wide `words` are, in points."""
        return sum(self.font.advance(self.font.glyph(character)) for character in words) * size / 1000

    def fitted(self, words: str, room: float, size: float = 9) -> str:
        """`words`, cut with an ellipsis where they exceed `room` points."""
        if self.width(words, size) <= room:
            return words
        while words and self.width(words + "…", size) > room:
            words = words[:-1]
        return words + "…"


class Document:
    """The pages of one document; all share one font, of which only the glyphs in use are embedded."""

    def __init__(self, font: Font, title: str) -> None:
        self._font = font
        self._title = title
        self._glyphs: dict[int, str] = {}
        self._pages: list[Page] = []

    def page(self) -> Page:
        """A new, empty page after the others."""
        self._pages.append(Page(self._font, self._glyphs))
        return self._pages[-1]

    def render(self) -> bytes:
        """The file."""
        first = 8  # the objects before the pages: catalog, pages, info and five of the font
        numbers = [first + 1 + 2 * index for index in range(len(self._pages))]
        kids = " ".join(f"{number} 0 R" for number in numbers)
        title = ("\ufeff" + self._title).encode("utf-16-be").hex().upper()
        objects = [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            f"<< /Type /Pages /Kids [{kids}] /Count {len(numbers)} >>".encode(),
            f"<< /Title <{title}> >>".encode(),
            *self._font_objects(),
        ]
        for number, page in zip(numbers, self._pages, strict=True):
            objects.append(
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] "
                f"/Resources << /Font << /F1 4 0 R >> >> /Contents {number + 1} 0 R >>".encode()
            )
            objects.append(_stream("\n".join(page.marks).encode()))
        return _assembled(objects)

    def _font_objects(self) -> list[bytes]:
        """Objects 4 to 8: a Type0 font whose codes are glyph numbers."""
        font, name = self._font, "QBDSIM+DejaVuSans"
        scale = 1000 / font.units
        box = " ".join(str(round(edge * scale)) for edge in font.box)
        widths = " ".join(f"{glyph} [{font.advance(glyph)}]" for glyph in sorted(self._glyphs))
        program = font.subset(set(self._glyphs))
        return [
            f"<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H "
            "/DescendantFonts [5 0 R] /ToUnicode 8 0 R >>".encode(),
            f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{name} /CIDToGIDMap /Identity "
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
            f"/FontDescriptor 6 0 R /W [{widths}] >>".encode(),
            f"<< /Type /FontDescriptor /FontName /{name} /Flags 4 /FontBBox [{box}] /ItalicAngle 0 "
            f"/Ascent {round(font.ascent * scale)} /Descent {round(font.descent * scale)} /CapHeight 729 "
            "/StemV 80 /FontFile2 7 0 R >>".encode(),
            _stream(program, f"/Length1 {len(program)}"),
            _stream(self._to_unicode().encode()),
        ]

    def _to_unicode(self) -> str:
        """What the glyphs mean, so that text can be searched and copied."""
        pairs = [
            f"<{glyph:04X}> <{character.encode('utf-16-be').hex().upper()}>"
            for glyph, character in sorted(self._glyphs.items())
        ]
        blocks = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
        maps = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
        return (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
            "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
            f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{maps}\n"
            "endcmap CMapName currentdict /CMap defineresource pop end end"
        )


def _stream(content: bytes, extra: str = "") -> bytes:
    packed = compress(content)
    head = f"<< /Length {len(packed)} /Filter /FlateDecode {extra}>>\nstream\n"
    return head.encode() + packed + b"\nendstream"


def _assembled(objects: list[bytes]) -> bytes:
    """The objects, numbered from 1, with the table that says where each begins."""
    file = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(file))
        file += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    start = len(file)
    file += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    file += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    file += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info 3 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(file)
