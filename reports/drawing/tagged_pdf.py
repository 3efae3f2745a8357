"""Tags of a PDF: what each piece of text is, in the order of reading (ISO 32000-1, 14.7 and 14.8).

A screen reader finds headings, paragraphs and tables with their headings by them. fpdf2 writes a tree of tags, but makes
one of pictures alone; this one holds everything that is drawn through `TaggedSheet`. It builds on parts of fpdf2 that are
not promised to stay, so its version is locked and `test_bulletin_pdf` reads the tree back.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from fpdf import FPDF, FPDFException
from fpdf.output import PDFPage
from fpdf.structure_tree import StructElem, StructureTreeBuilder
from fpdf.syntax import PDFObject

SCOPES = {"column": "<</O /Table /Scope /Column>>", "row": "<</O /Table /Scope /Row>>"}


class Content:
    """A piece of a page that belongs to an element. Written late: a page has its number when all are drawn."""

    def __init__(self, page: PDFPage, number: int) -> None:
        self.page, self.number = page, number

    def serialize(self, **_options: Any) -> str:
        return f"<</Type /MCR /Pg {self.page.ref} /MCID {self.number}>>"


class Element(StructElem):
    """A node of the tree: P, H1, H2, Table, TR, TH, TD. `scope` of a TH: whether it heads its column or its row."""

    def __init__(self, kind: str, parent: StructElem, scope: str = "") -> None:
        super().__init__(struct_type=f"/{kind}", parent=parent, kids=[])
        self.kind = f"/{kind}"
        self.first_page: int | None = None
        self.a = SCOPES.get(scope)
        parent.k.append(self)

    def _build_obj_dict(self, security_handler: Any = None) -> dict[str, Any]:
        known = {"/Type": self.type, "/S": self.s, "/P": self.p.ref, "/K": self.k.serialize()}
        return known | ({"/A": self.a} if self.a else {})

    def page_number(self) -> int:
        """Where it begins; the first page while it has no content."""
        kids = (kid.page_number() for kid in self.k if isinstance(kid, Element))
        return self.first_page or next(kids, 1)


class Tree(StructureTreeBuilder):
    """The tree of one document."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: Counter[int] = Counter()

    def __iter__(self) -> Iterator[PDFObject]:
        """Every object to write, the root first."""
        yield self.struct_tree_root
        yield self.struct_tree_root.parent_tree
        waiting: list[StructElem] = [self.doc_struct_elem]
        while waiting:
            element = waiting.pop()
            yield element
            waiting += [kid for kid in element.k if isinstance(kid, StructElem)]


class TaggedSheet(FPDF):
    """Pages on which everything is drawn either as the content of an element or as an ornament."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.struct_builder: Tree = Tree()

    def element(self, kind: str, parent: StructElem | None = None, scope: str = "") -> Element:
        return Element(kind, parent or self.struct_builder.doc_struct_elem, scope)

    @contextmanager
    def content_of(self, element: Element) -> Iterator[None]:
        """What is drawn meanwhile belongs to `element`. It has to fit on the page."""
        tree, number = self.struct_builder, self.page
        page = self.pages[number]
        if page.struct_parents is None:
            page.struct_parents = tree.spid_per_page_number.setdefault(number, len(tree.spid_per_page_number))
        piece = tree.pieces[number]
        tree.pieces[number] += 1
        tree.struct_tree_root.parent_tree.nums[page.struct_parents].append(element)
        element.k.append(Content(page, piece))
        element.first_page = element.first_page or number
        self._out(f"{element.kind} <</MCID {piece}>> BDC")
        yield
        if self.page != number:
            raise FPDFException("a piece of an element went over to the next page")
        self._out("EMC")

    @contextmanager
    def ornament(self) -> Iterator[None]:
        """What is drawn meanwhile says nothing: rules, grounds, and what repeats on every page."""
        self._out("/Artifact BMC")
        yield
        self._out("EMC")

    def break_before(self, height: float) -> bool:
        """Begin a new page where `height` millimetres do not fit on this one; whether one was begun."""
        if not self.will_page_break(height):
            return False
        self.add_page()
        return True
