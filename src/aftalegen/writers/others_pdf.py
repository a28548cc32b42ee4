"""PDFs that others made: looked through, and put into one of ours with their pages as they are.

The one door to pikepdf. A stranger wrote the file: nothing in it is run, what could be run is
refused, it is not repaired (a page might be lost unseen), and what is unpacked has limits.
"""

import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Literal

import pikepdf
from pikepdf import settings

Reason = Literal["unreadable", "protected", "too-large", "active"]
Loss = Literal["signature", "tags", "attachments", "layers"]
"""What of a file does not come along when its pages are put into another."""

MOST_PAGES = 2000
MOST_OBJECTS = 200_000
MOST_UNPACKED = 32 * 1024**2
"""What a list of objects may unpack to; pictures and text on pages are not unpacked."""

_ACTIONS = frozenset(
    {
        *("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/Rendition"),
        *("/Movie", "/Sound", "/RichMediaExecute"),
    }
)
_PLAYED = frozenset({"/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"})
# What the reader passes over is told as a refusal here, or not at all.
logging.getLogger("pikepdf").addHandler(logging.NullHandler())

_WHERE = re.compile(r"^.*<_io\.BytesIO[^>]*>( \([^)]*\)|, [^:]*)?: ")
"""How the reader names bytes that are no file on disk."""
_STRUCTURE = ("/StructParents", "/StructParent")
_CLAIMS = ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part")


class Unfit(Exception):
    """Why a PDF is refused; `detail` is what can be run, or what its reader said."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Looked:
    """What was seen in a PDF."""

    pages: int
    lost: tuple[Loss, ...] = ()


def looked_through(data: bytes) -> Looked:
    """What is in a PDF that somebody else made; raises Unfit for one that is not taken."""
    with _failing_as_unfit(), _opened(data) as pdf, pikepdf.new() as trial:
        with pikepdf.explicit_conversion():
            found = _looked(pdf)
        _put(pdf, trial, 0)
        for warning in pdf.get_warnings():  # a page that could not be read, and was passed over
            raise Unfit("unreadable", _WHERE.sub("", str(warning)))
    return found


def with_others(pdf: bytes, others: Sequence[tuple[str, bytes] | None]) -> bytes:
    """A PDF of parts, with the pages of others behind the parts that are their sheets.

    `others` is a name and a file, or None, for each part: the last bookmarks of the PDF. It claims
    neither PDF/A nor PDF/UA any more, for nobody knows it of the pages that others made. Raises
    Unfit where it cannot be made.
    """
    with _failing_as_unfit(), ExitStack() as opened:
        ours = opened.enter_context(pikepdf.open(BytesIO(pdf)))
        version = ours.pdf_version
        with ours.open_outline(max_depth=99) as outline:
            parts = outline.root[len(outline.root) - len(others) :]
            numbers = {page.obj.objgen: number for number, page in enumerate(ours.pages)}
            starts = [numbers[_page_led_to(part)] for part in parts]
            ends = [*starts[1:], len(ours.pages)]
            for part, end, other in reversed([*zip(parts, ends, others, strict=True)]):
                if other is not None:
                    name, data = other
                    theirs = opened.enter_context(_opened(data))
                    version = max(version, theirs.pdf_version)
                    _put(theirs, ours, end)
                    place = pikepdf.make_page_destination(ours, end)
                    part.children.append(pikepdf.OutlineItem(name, place))
        _claim_nothing(ours)
        file = BytesIO()
        ours.save(file, deterministic_id=True, fix_metadata_version=False, min_version=version)
    return file.getvalue()


@contextmanager
def _failing_as_unfit() -> Iterator[None]:
    """A damaged file fails in whatever is read first."""
    try:
        yield
    except (Unfit, MemoryError):
        raise
    except pikepdf.PasswordError as error:
        raise Unfit("protected") from error
    except Exception as error:
        raise Unfit("unreadable", _WHERE.sub("", str(error))) from error


def _opened(data: bytes) -> pikepdf.Pdf:
    settings.set_qpdf_limits(
        flate_max_memory=MOST_UNPACKED,
        png_max_memory=MOST_UNPACKED,
        tiff_max_memory=MOST_UNPACKED,
        run_length_max_memory=MOST_UNPACKED,
        dct_max_memory=MOST_UNPACKED,
        doc_max_warnings=100,
    )
    return pikepdf.open(BytesIO(data), attempt_recovery=False)


# --- looking --------------------------------------------------------------------------------------


def _looked(pdf: pikepdf.Pdf) -> Looked:
    if pdf.is_encrypted:
        raise Unfit("protected")
    if int(pdf.trailer.get("/Size", 0)) > MOST_OBJECTS or len(pdf.objects) > MOST_OBJECTS:
        raise Unfit("too-large")
    pages = len(pdf.pages)
    if not pages:
        raise Unfit("unreadable", "no pages")
    if pages > MOST_PAGES:
        raise Unfit("too-large")
    lost: dict[Loss, bool] = dict.fromkeys(("signature", "tags", "attachments", "layers"), False)
    for one in _dictionaries(pdf):
        active = _active(one)
        if active:
            raise Unfit("active", active)
        lost["signature"] |= "/ByteRange" in one
        lost["attachments"] |= "/EF" in one
    lost["tags"] = "/StructTreeRoot" in pdf.Root
    lost["layers"] = "/OCProperties" in pdf.Root
    return Looked(pages, tuple(loss for loss, found in lost.items() if found))


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Every dictionary of a file, also those in others, and those of its streams."""
    for top in pdf.objects:
        inside: list[pikepdf.Object] = [top]
        while inside:
            one = inside.pop()
            if isinstance(one, pikepdf.Array):
                inside += (other for other in one.as_list() if not other.is_indirect)
            elif isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
                yield one
                inside += (other for _key, other in one.items() if not other.is_indirect)


def _active(one: pikepdf.Object) -> str:
    """What a dictionary runs, plays or sends; nothing of most."""
    if "/JS" in one:
        return "JavaScript"
    if "/XFA" in one:
        return "XFA"
    action, kind = one.get("/S"), one.get("/Subtype")
    if isinstance(action, pikepdf.Name) and str(action) in _ACTIONS:
        return str(action)[1:]
    if isinstance(kind, pikepdf.Name) and str(kind) in _PLAYED:
        return str(kind)[1:]
    return ""


# --- putting together -----------------------------------------------------------------------------


def _page_led_to(part: pikepdf.OutlineItem) -> tuple[int, int]:
    """The page that a bookmark leads to, as its object's number."""
    place = part.destination if part.action is None else part.action.D
    assert isinstance(place, pikepdf.Array)
    return place[0].objgen


def _put(theirs: pikepdf.Pdf, ours: pikepdf.Pdf, where: int) -> None:
    """Their pages into ours at a place; of what belongs to no page, only links and fields."""
    with pikepdf.explicit_conversion():
        _bare(theirs)
    before = len(ours.pages)
    ours.add_pages_from(theirs)
    added = [*ours.pages[before:]]
    del ours.pages[before:]
    for place, page in enumerate(added, where):
        ours.pages.insert(place, page)


def _bare(theirs: pikepdf.Pdf) -> None:
    """Take out what leads from pages to what does not come along: the structure, attached files."""
    for one in _dictionaries(theirs):
        for key in _STRUCTURE:
            if key in one:
                del one[key]
        if one.get("/Subtype") == pikepdf.Name.FileAttachment and "/FS" in one:
            del one["/FS"]


def _claim_nothing(pdf: pikepdf.Pdf) -> None:
    """Take out of the file what it says of PDF/A and PDF/UA."""
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as about:
        for claim in _CLAIMS:
            if claim in about:
                del about[claim]
    pdf.Root.MarkInfo.Suspects = True


def bookmarked_pages(pdf: bytes) -> tuple[int, ...]:
    """The pages that the outermost bookmarks of a PDF of ours lead to, the first being 1."""
    with pikepdf.open(BytesIO(pdf)) as opened, opened.open_outline() as outline:
        places = {page.obj.objgen: number for number, page in enumerate(opened.pages, 1)}
        return tuple(places[_leads_to(one).objgen] for one in outline.root)


def _leads_to(bookmark: pikepdf.OutlineItem) -> pikepdf.Object:
    """The page that a bookmark leads to, by itself or by what it does."""
    where = bookmark.destination
    if isinstance(where, pikepdf.Array):
        return where[0]
    assert bookmark.action is not None
    page: pikepdf.Object = bookmark.action.D[0]
    return page
