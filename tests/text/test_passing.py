"""Examples, stories and announcements are not for learning by heart."""

import pytest

from studyapp.text.outline import read_outline
from studyapp.text.passing import is_passing, passing, points_back

IN_PASSING = [
    "例如，一家苗圃希望知道哪块地缺水。",
    "（1）比如，老园丁会给树苗搭棚。",
    "假设后院有一棵梨树。",
    "在本例中，梨树开花较早。",
    "换句话说，树也要休息。",
    "你的邻居也种了一棵梨树，花了三百元。",
    "在下一节中，我们将介绍嫁接。",
    "本书也将提及几种老办法。",
    "現在我們先來嘗試嫁接一棵梨樹。",
    "本文介绍如何在院子里嫁接一棵梨树。",
    "经市政府同意，现就节水工作提出如下意见。",
    "For example, a gardener may ask for more water.",
    "In this chapter we will look at grafting.",
]
TO_LEARN = [
    "嫁接是把一株植物的枝接到另一株上的方法。",
    "我们必须坚持节约用水。",
    "本章程自公布之日起施行。",
    "根据本章规定，理事会应当说明理由。",
    "将节水纳入考核。",
    "Grafting joins the tissues of two plants.",
]


@pytest.mark.parametrize("text", IN_PASSING)
def test_what_is_said_in_passing_is_known(text):
    assert is_passing(text)


@pytest.mark.parametrize("text", TO_LEARN)
def test_what_is_told_is_not_in_passing(text):
    assert not is_passing(text)


def test_an_example_carries_on_while_the_next_sentence_takes_it_up():
    told = ["例如，梨树怕涝。", "这会烂根。", "嫁接用刀。", "这要快。"]
    assert list(passing((text, at == 0) for at, text in enumerate(told))) == [
        *[True, True],
        *[False, False],
    ]


def test_an_example_ends_with_its_paragraph():
    assert list(passing([("例如，梨树怕涝。", True), ("这是规定。", True)])) == [True, False]


def test_the_second_piece_of_a_long_example_belongs_to_it():
    assert list(passing([("例如，梨树怕涝；", True), ("苹果树怕旱。", False)])) == [True, True]


@pytest.mark.parametrize("text", ["有关情况应当登记备案。", "该制度由市里制定。", "This is law."])
def test_what_points_back_is_known(text):
    assert points_back(text)


def test_examples_matter_little():
    text = "嫁接是指把枝接到另一株树上的方法。例如，2020年老王在果园嫁接了300棵梨树。"
    told, example = [s for s in read_outline(text).statements if s.kind == "sentence"]
    assert example.importance <= 0.05 < told.importance


def test_what_an_example_lists_matters_no_more_than_the_example():
    text = "嫁接是指把枝接到另一株树上的方法。例如，果园可以种植梨树、苹果树、桃树、李树。"
    listed = [s for s in read_outline(text).statements if s.kind == "enumeration"]
    assert listed
    assert all(s.importance <= 0.05 for s in listed)
