"""A TrueType font: which glyph shows a character, how wide it is, and a copy with only some glyphs; draws nothing."""

from functools import cached_property
from importlib.resources import files
from struct import pack, unpack, unpack_from

_NEEDED = ("cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "prep")


class Font:
    """The tables of one font file (OpenType 1.9: cmap format 12 or 4, long or short loca)."""

    def __init__(self, data: bytes) -> None:
        self._tables: dict[str, bytes] = {}
        for position in range(unpack_from(">H", data, 4)[0]):
            tag, _, offset, length = unpack_from(">4sIII", data, 12 + 16 * position)
            self._tables[tag.decode()] = data[offset : offset + length]
        self.units, self._long = self._head()
        self.ascent, self.descent = unpack_from(">hh", self._tables["hhea"], 4)
        self.box: tuple[int, ...] = unpack_from(">4h", self._tables["head"], 36)
        self._metrics = unpack_from(">H", self._tables["hhea"], 34)[0]
        self.glyphs = unpack_from(">H", self._tables["maxp"], 4)[0]

    def _head(self) -> tuple[int, bool]:
        head = self._tables["head"]
        return unpack_from(">H", head, 18)[0], unpack_from(">h", head, 50)[0] == 1

    @cached_property
    def _characters(self) -> dict[int, int]:
        """Glyph by code point, from the format 4 subtable, which covers the basic plane."""
        table = self._tables["cmap"]
        for position in range(unpack_from(">H", table, 2)[0]):
            start = unpack_from(">I", table, 4 + 8 * position + 4)[0]
            if unpack_from(">H", table, start)[0] == 4:
                return _format_4(table, start)
        raise ValueError("the font has no character map of format 4")

    def glyph(self, character: str) -> int:
        """The glyph of a character, 0 (an empty box) where the font has none."""
        return self._characters.get(ord(character), 0)

    def advance(self, glyph: int) -> int:
        """The width of a glyph in thousandths of the font size."""
        index = min(glyph, self._metrics - 1)
        width: int = unpack_from(">H", self._tables["hmtx"], 4 * index)[0]
        return round(width * 1000 / self.units)

    def _locations(self) -> tuple[int, ...]:
        loca = self._tables["loca"]
        if self._long:
            return unpack(f">{self.glyphs + 1}I", loca[: 4 * (self.glyphs + 1)])
        return tuple(2 * half for half in unpack(f">{self.glyphs + 1}H", loca[: 2 * (self.glyphs + 1)]))

    def subset(self, wanted: set[int]) -> bytes:
        """A font file in which glyphs keep their numbers and all others than `wanted` are empty."""
        places = self._locations()
        outlines = self._tables["glyf"]
        kept = self._with_parts(wanted | {0}, places)
        glyf, loca = bytearray(), [0]
        for glyph in range(self.glyphs):
            if glyph in kept:
                glyf += outlines[places[glyph] : places[glyph + 1]]
                glyf += bytes(-len(glyf) % 4)
            loca.append(len(glyf))
        head = bytearray(self._tables["head"])
        head[50:52] = pack(">h", 1)
        changed = {"glyf": bytes(glyf), "loca": pack(f">{len(loca)}I", *loca), "head": bytes(head)}
        return _file({tag: changed.get(tag, self._tables[tag]) for tag in _NEEDED if tag in self._tables})

    def _with_parts(self, wanted: set[int], places: tuple[int, ...]) -> set[int]:
        """The glyphs and those they are composed of: Polish letters are a letter and an accent."""
        kept: set[int] = set()
        waiting = list(wanted)
        while waiting:
            glyph = waiting.pop()
            if glyph not in kept:
                kept.add(glyph)
                waiting += _parts(self._tables["glyf"][places[glyph] : places[glyph + 1]])
        return kept


def _parts(outline: bytes) -> list[int]:
    if len(outline) < 10 or unpack_from(">h", outline)[0] >= 0:
        return []
    found: list[int] = []
    offset, more = 10, True
    while more:
        flags, glyph = unpack_from(">HH", outline, offset)
        found.append(glyph)
        offset += 4 + (4 if flags & 0x1 else 2)
        offset += 8 if flags & 0x80 else 4 if flags & 0x40 else 2 if flags & 0x8 else 0
        more = bool(flags & 0x20)
    return found


def _format_4(table: bytes, start: int) -> dict[int, int]:
    double = unpack_from(">H", table, start + 6)[0]
    count = double // 2
    ends = unpack_from(f">{count}H", table, start + 14)
    firsts = unpack_from(f">{count}H", table, start + 16 + double)
    deltas = unpack_from(f">{count}h", table, start + 16 + 2 * double)
    offsets_at = start + 16 + 3 * double
    offsets = unpack_from(f">{count}H", table, offsets_at)
    found: dict[int, int] = {}
    for segment in range(count):
        for code in range(firsts[segment], min(ends[segment], 0xFFFE) + 1):
            glyph = code
            if offsets[segment]:
                at = offsets_at + 2 * segment + offsets[segment] + 2 * (code - firsts[segment])
                glyph = unpack_from(">H", table, at)[0]
                if glyph == 0:
                    continue
            found[code] = (glyph + deltas[segment]) & 0xFFFF
    return found


def _file(tables: dict[str, bytes]) -> bytes:
    """A font file of the tables. Check sums stay 0: no PDF reader looks at them."""
    offset = 12 + 16 * len(tables)
    directory, content = bytearray(pack(">IHHHH", 0x00010000, len(tables), 0, 0, 0)), bytearray()
    for tag, table in sorted(tables.items()):
        directory += pack(">4sIII", tag.encode(), 0, offset + len(content), len(table))
        content += table + bytes(-len(table) % 4)
    return bytes(directory + content)


def bundled() -> Font:
    """DejaVu Sans as Debian's fonts-dejavu-core ships it; its licence lies beside it."""
    return Font(files(__package__).joinpath("DejaVuSans.ttf").read_bytes())
