import pytest

from studyapp.text.outline import outline_of
from studyapp.text.readers.docx import read_docx
from studyapp.text.readers.numbering import numeral
from studyapp.text.source import Unreadable
from tests import files
from tests.files import docx, paragraph, related

STYLES = f"""<w:styles xmlns:w="{files.W}">
<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="24"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/>
<w:rPr><w:b/><w:sz w:val="32"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="x"><w:name w:val="章标题"/><w:basedOn w:val="1"/></w:style>
<w:style w:type="paragraph" w:styleId="t"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="c"><w:name w:val="toc 1"/></w:style>
</w:styles>"""
NUMBERING = f"""<w:numbering xmlns:w="{files.W}">
<w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>
<w:lvlText w:val="第%1章"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1">
<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="-"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>"""
PROSE = "河流两岸的居民应当爱护河道，不得倾倒垃圾，并且互相监督。"


def styled(*paragraphs):
    parts = {
        **related("styles", "numbering"),
        "word/styles.xml": STYLES,
        "word/numbering.xml": NUMBERING,
    }
    return read_docx(docx("".join(paragraphs), parts=parts))


def style(name):
    return f'<w:pStyle w:val="{name}"/>'


def numbered(number, depth=0):
    return f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'


def texts(source):
    return [block.text for block in source.blocks]


def levels(source):
    return [block.level for block in source.blocks]


def test_headings_are_told_by_their_style_and_what_it_is_based_on():
    source = styled(paragraph("总则", style("1")), paragraph(PROSE), paragraph("附则", style("x")))
    assert levels(source) == [1, 0, 1]


def test_an_outline_level_on_the_paragraph_counts():
    assert levels(styled(paragraph("总则", '<w:outlineLvl w:val="1"/>'), paragraph(PROSE)))[0] == 2


def test_the_title_is_told_by_its_style():
    assert styled(paragraph("河流条例", style("t")), paragraph(PROSE)).front["title"] == "河流条例"


def test_a_table_of_contents_is_left_out():
    assert texts(styled(paragraph("总则\t1", style("c")), paragraph(PROSE))) == [PROSE]


def test_numbers_that_word_counts_are_printed():
    source = styled(
        paragraph("总则", style("1") + numbered(1)),
        paragraph("目的", numbered(1, 1)),
        paragraph("范围", numbered(1, 1)),
        paragraph("附则", style("1") + numbered(1)),
        paragraph("施行", numbered(1, 1)),
    )
    assert texts(source) == ["第一章 总则", "1.1 目的", "1.2 范围", "第二章 附则", "2.1 施行"]


def test_a_bullet_is_an_item_without_a_number():
    (block,) = styled(paragraph("爱护河道", numbered(2))).blocks
    assert (block.text, block.kind) == ("爱护河道", "item")


def test_faked_headings_are_found_by_bold_letters_and_size():
    bold = '<w:b/><w:sz w:val="32"/>'
    source = read_docx(
        docx(
            paragraph("河流保护条例", run='<w:b/><w:sz w:val="44"/>')
            + paragraph("保护什么", run=bold)
            + paragraph(PROSE * 2)
            + paragraph("怎样保护", run=bold)
            + paragraph(PROSE * 2)
        )
    )
    outline = outline_of(source)
    assert outline.title == "河流保护条例"
    assert [section.title for section in outline.sections] == ["保护什么", "怎样保护"]


def test_where_all_is_bold_bold_says_nothing():
    source = read_docx(docx(paragraph("短句", run="<w:b/>") + paragraph(PROSE, run="<w:b/>")))
    assert not any(block.bold for block in source.blocks)


def test_tables_stand_in_their_place_row_by_row():
    cell = "<w:tc>{}</w:tc>".format
    row = f"<w:tr>{cell(paragraph('项目'))}{cell(paragraph('金额'))}</w:tr>"
    source = read_docx(docx(paragraph("前") + f"<w:tbl>{row}</w:tbl>" + paragraph("后")))
    assert texts(source) == ["前", "项目 | 金额", "后"]


def test_a_table_of_one_cell_is_a_frame():
    frame = f"<w:tbl><w:tr><w:tc>{paragraph('甲')}{paragraph('乙')}</w:tc></w:tr></w:tbl>"
    assert texts(read_docx(docx(frame))) == ["甲", "乙"]


def test_what_was_deleted_or_hidden_is_not_read():
    body = (
        "<w:p><w:r><w:t>留</w:t></w:r><w:del><w:r><w:delText>删</w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>移</w:t></w:r></w:moveFrom><w:ins><w:r><w:t>增</w:t></w:r></w:ins>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r></w:p>"
    )
    assert texts(read_docx(docx(body))) == ["留增"]


def test_lines_that_are_broken_by_hand_are_paragraphs():
    body = "<w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t></w:r></w:p>"
    assert texts(read_docx(docx(body))) == ["甲", "乙"]


def test_a_relation_to_a_part_that_is_not_there_does_no_harm():
    assert texts(read_docx(docx(paragraph("文"), parts=related("styles", "image")))) == ["文"]


@pytest.mark.parametrize(
    ("number", "form", "printed"),
    [
        (12, "chineseCounting", "十二"),
        (205, "taiwaneseCountingThousand", "二百〇五"),
        (12, "chineseLegalSimplified", "拾贰"),
        (4, "upperRoman", "IV"),
        (3, "lowerLetter", "c"),
        (28, "upperLetter", "BB"),
        (3, "decimalEnclosedCircle", "③"),
        (7, "decimal", "7"),
    ],
)
def test_numerals_are_those_of_word(number, form, printed):
    assert numeral(number, form) == printed


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (docx(paragraph("文"))[:200], "damaged"),
        (files.archive({"word/other.xml": "<a/>"}), "damaged"),
        (docx("<w:p>"), "damaged"),
        (docx(paragraph("&a;"), prolog='<!DOCTYPE d [<!ENTITY a "哈">]>'), "entities"),
        (docx(paragraph(" " * 30_000_000)), "unpacked_too_large"),
    ],
)
def test_a_broken_or_dangerous_document_is_refused(data, code):
    with pytest.raises(Unreadable) as caught:
        read_docx(data)
    assert caught.value.code == code


def test_what_only_the_look_says_is_put_into_characters():
    runs = (
        "<w:r><w:t>10</w:t></w:r>"
        '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>2</w:t></w:r>'
        "<w:r><w:t>米，填</w:t></w:r>"
        '<w:r><w:rPr><w:u w:val="single"/></w:rPr><w:t xml:space="preserve">   </w:t></w:r>'
        "<w:r><w:t>。</w:t></w:r>"
    )
    assert [b.text for b in read_docx(docx(f"<w:p>{runs}</w:p>")).blocks] == ["10²米，填____。"]


def test_cells_that_reach_down_are_said_in_every_row():
    def cell(text, properties=""):
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"

    begins = '<w:vMerge w:val="restart"/>'
    table = (
        f"<w:tbl><w:tr>{cell('甲', begins)}{cell('一')}</w:tr>"
        f"<w:tr>{cell('', '<w:vMerge/>')}{cell('二')}</w:tr></w:tbl>"
    )
    assert [b.text for b in read_docx(docx(table)).blocks] == ["甲 | 一", "甲 | 二"]


def underlined(*stretches):
    return "".join(
        f'<w:r><w:rPr><w:u w:val="single"/></w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'
        for text in stretches
    )


def lines_of(runs):
    return texts(read_docx(docx(f"<w:p>{runs}</w:p>")))


def test_underlined_gaps_between_words_are_no_blanks_to_fill_in():
    assert lines_of(underlined("The", " ", "Wealth", "   ", "of")) == ["The Wealth   of"]
    plain = "<w:r><w:t>甲</w:t></w:r>"
    assert lines_of(plain + underlined(" ") + plain) == ["甲 甲"]


def test_a_blank_to_fill_in_may_be_made_of_several_runs():
    plain = "<w:r><w:t>填</w:t></w:r>"
    assert lines_of(plain + underlined(" ", "  ") + plain) == ["填____填"]
    tab = '<w:r><w:rPr><w:u w:val="single"/></w:rPr><w:tab/></w:r>'
    assert lines_of(plain + tab + plain) == ["填____填"]


def table_reaching_down(text, rows):
    goes_on = f"<w:tc><w:tcPr><w:vMerge/></w:tcPr>{paragraph('')}</w:tc>"
    first = f'<w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>{paragraph(text)}</w:tc>'
    other = f"<w:tc>{paragraph('乙')}</w:tc>"
    below = f"<w:tr>{goes_on}{other}</w:tr>" * rows
    return f"<w:tbl><w:tr>{first}{other}</w:tr>{below}</w:tbl>"


def test_a_long_cell_that_reaches_down_is_said_once():
    found = texts(read_docx(docx(table_reaching_down("长" * 400, 40))))
    assert sum("长" in row for row in found) == 1
    assert len(found) == 41


def test_a_cell_is_said_again_in_the_next_rows_only():
    found = texts(read_docx(docx(table_reaching_down("甲", 200))))
    assert sum("甲" in row for row in found) == 50
