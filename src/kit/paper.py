"""Letters on paper: one page of A4 as PDF, with one code to scan."""

import io
from collections.abc import Sequence
from datetime import datetime

import msgspec
import segno
from fpdf import FPDF
from fpdf.enums import WrapMode, XPos, YPos

from kit import templates
from kit.i18n import Language

MARGIN, LINE, SIZE, CODE = 20.0, 6.0, 11, 45.0  # millimetres, points for the size
FALLBACKS = ("letter-latin-ext", "letter-cyrillic", "letter-greek")


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """What a printed letter says, in its reader's language: the sentences, the facts, and the one thing to do."""

    language: Language
    to: str
    date: str
    title: str
    opening: str
    facts: Sequence[tuple[str, str]]
    points_title: str = ""
    points: Sequence[str] = ()
    act: str
    address: str
    closing: Sequence[str] = ()


def write(sheet: Sheet, at: datetime) -> bytes:
    """Return the letter as PDF; the code holds the sheet's address, which can be clicked too."""
    pdf = _blank(sheet, at)
    _line(pdf, "Tremplin", bold=True, size=16)
    _line(pdf, sheet.date, align="R")
    _line(pdf, sheet.to, align="R", bold=True)
    pdf.ln(LINE * 2)
    _line(pdf, sheet.title, bold=True, size=15)
    pdf.ln(LINE / 2)
    _line(pdf, sheet.opening)
    pdf.ln(LINE / 2)
    for name, said in sheet.facts:
        _line(pdf, name, size=9)
        _line(pdf, said, bold=True)
        pdf.ln(LINE / 3)
    if sheet.points:
        _line(pdf, sheet.points_title, size=9)
    for point in sheet.points:
        _line(pdf, f"• {point}")
    pdf.ln(LINE)
    _code(pdf, sheet)
    pdf.ln(LINE)
    for sentence in sheet.closing:
        _line(pdf, sentence)
    return bytes(pdf.output())


def _blank(sheet: Sheet, at: datetime) -> FPDF:
    pdf = FPDF(format="A4")
    pdf.set_margin(MARGIN)
    pdf.set_lang(sheet.language)
    pdf.set_title(sheet.title)
    pdf.set_creation_date(at)
    pdf.add_font("letter", "", templates.asset_file("letter.woff"))
    pdf.add_font("letter", "B", templates.asset_file("letter-bold.woff"))
    for name in FALLBACKS:
        pdf.add_font(name, "", templates.asset_file(f"{name}.woff"))
    pdf.set_fallback_fonts(list(FALLBACKS), exact_match=False)
    pdf.add_page()
    return pdf


def _line(pdf: FPDF, text: str, *, align: str = "L", bold: bool = False, size: int = SIZE) -> None:
    pdf.set_font("letter", "B" if bold else "", size)
    pdf.multi_cell(0, LINE * size / SIZE, text, align=align, new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _code(pdf: FPDF, sheet: Sheet) -> None:
    """Draw the code with its words beside it; both stay on one page."""
    if pdf.will_page_break(CODE):
        pdf.add_page()
    picture, top = io.BytesIO(), pdf.get_y()
    code(sheet.address).save(picture, kind="png", scale=8)
    pdf.image(picture, x=MARGIN, y=top, w=CODE, h=CODE, link=sheet.address, alt_text=sheet.act)
    pdf.set_left_margin(MARGIN + CODE + 6)
    pdf.set_y(top + LINE)
    _line(pdf, sheet.act, bold=True, size=13)
    pdf.ln(LINE / 2)
    pdf.set_font("letter", "", 8)
    pdf.multi_cell(0, LINE * 0.7, sheet.address, link=sheet.address, wrapmode=WrapMode.CHAR)
    pdf.set_left_margin(MARGIN)
    pdf.set_y(max(pdf.get_y(), top + CODE))


def code(address: str) -> segno.QRCode:
    """Return an address as a QR code that still reads when a seventh of it is dirty (level M)."""
    return segno.make_qr(address, error="m")
