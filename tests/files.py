"""Files of every kind for tests, made here: no file of anyone else's is kept in the repository."""

from __future__ import annotations

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = """<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
</Types>"""
_RELATIONS = """<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Target="word/document.xml" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/>
</Relationships>"""


def docx(body: str, *, prolog: str = "", parts: dict[str, str] | None = None) -> bytes:
    """A Word document of this body; `prolog` stands before its root, `parts` beside it."""
    document = f'{prolog}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    files = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS,
        "word/document.xml": document,
        **(parts or {}),
    }
    return archive(files)


def archive(files: dict[str, str]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in files.items():
            file.writestr(name, content)
    return data.getvalue()


def paragraph(text: str, properties: str = "", run: str = "") -> str:
    """A paragraph of a Word document."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def related(*kinds: str) -> dict[str, str]:
    """The relations of the document to its styles, numbering and so on."""
    home = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    lines = "".join(
        f'<Relationship Id="x{i}" Type="{home}/{kind}" Target="{kind}.xml"/>'
        for i, kind in enumerate(kinds)
    )
    root = "http://schemas.openxmlformats.org/package/2006/relationships"
    return {
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{root}">{lines}</Relationships>'
    }


def pdf(pages: list[list[tuple[float, float, float, str]]]) -> bytes:
    """A PDF whose pages have these lines: left, base, size and Latin text of each."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    kids = []
    for lines in pages:
        drawn = "".join(
            f"BT /F1 {size} Tf {left} {base} Td ({_escaped(text)}) Tj ET\n"
            for left, base, size, text in lines
        )
        kids.append(len(objects) + 1)
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources "
            f"<< /Font << /F1 3 0 R >> >> /Contents {len(objects) + 2} 0 R >>"
        )
        objects.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}endstream")
    named = " ".join(f"{kid} 0 R" for kid in kids)
    objects[1] = f"<< /Type /Pages /Kids [{named}] /Count {len(kids)} >>"
    return _assembled(objects)


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _assembled(objects: list[str]) -> bytes:
    data = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(data))
        data += f"{number} 0 obj\n{content}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    count = len(objects) + 1
    return (
        data
        + (
            f"xref\n0 {count}\n0000000000 65535 f \n{table}"
            f"trailer << /Size {count} /Root 1 0 R >>\nstartxref\n{len(data)}\n%%EOF"
        ).encode()
    )


def page(main: str, *, title: str = "河流保护条例-青山网", head: str = "") -> str:
    """A web page of a newspaper, with all that stands around its text."""
    links = "".join(f'<li><a href="/{i}">频道之{i}</a></li>' for i in range(12))
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title>{head}
<script>var title = "假的标题";</script><style>p {{ color: red }}</style></head><body>
<div class="topbar"><a href="/">首页</a> 今天是2030年1月1日 星期二</div>
<nav><ul>{links}</ul></nav><div class="crumb">当前位置：<a href="/">首页</a> &gt; 正文</div>
<div class="main"><h1>河流保护条例</h1>
<div class="info">2024-05-06 08:30 来源：青山日报 【打印】 字号：大 中 小</div>
<div class="share">分享到：微信 微博</div><div id="content">{main}</div>
<p>责任编辑：王小河</p>
<div class="related"><h3>相关阅读</h3><ul>{links}</ul></div>
<div class="comments"><p>网友甲：说得真好，非常支持，希望早日实行起来。</p></div></div>
<aside><h3>热点排行</h3><p>限时特惠！点击领取新人红包，全场满300减50。</p></aside>
<footer><p>版权所有 青山网 青ICP备00000000号</p></footer></body></html>"""
