"""A picture within the text of a Word document."""

from reportdesk.documents.word.markup import escape, paragraph

_PER_MM = 36_000  # the unit of drawings
_W = "http://schemas.openxmlformats.org/drawingml/2006"


def picture(relation: str, number: int, size_mm: tuple[float, float], caption: str) -> str:
    """A paragraph with the picture of that relationship; the caption is also what a screen reader says."""
    width, height = (max(1, round(side * _PER_MM)) for side in size_mm)
    said = escape(caption).replace('"', "&quot;").replace("\n", " ")
    extent = f'cx="{width}" cy="{height}"'
    drawing = (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{_W}/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent {extent}/><wp:docPr id="{number}" name="图片 {number}" descr="{said}"/>'
        f'<a:graphic xmlns:a="{_W}/main"><a:graphicData uri="{_W}/picture"><pic:pic xmlns:pic="{_W}/picture">'
        f'<pic:nvPicPr><pic:cNvPr id="{number}" name="图片 {number}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {extent}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
    return paragraph(drawing, "Picture", "" if caption else '<w:keepNext w:val="0"/>')
