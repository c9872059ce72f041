"""Radicals that only look like the characters they stand for: ⼈⺠⽹ for 人民网."""

from __future__ import annotations

import re
import unicodedata

# Unicode gives the Kangxi radicals (U+2F00-2FDF) their characters; of the CJK radicals
# (U+2E80-2EFF) only two. These are the others that are a character of their own.
_LIKENESSES = (
    "⺁厂⺄乙⺆冂⺇几⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎尢⺏尢⺐尢⺒巳⺓幺⺔彐⺕彐⺖忄⺗心⺘扌⺙攵⺛旡⺜日⺝月⺞歹⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺪疋"
    "⺫罒⺬示⺭礻⺮竹⺯糹⺰纟⺱罓⺲罒⺳罒⺴网⺵网⺶羊⺷羊⺸羊⺹耂⺺聿⺻聿⺼月⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏阝"
    "⻐钅⻑長⻒镸⻓长⻔门⻕阜⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞飠⻟飠⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
_RADICALS = re.compile("[\u2e80-\u2fdf]")
_TABLE = {ord(a): b for a, b in zip(_LIKENESSES[::2], _LIKENESSES[1::2], strict=True)}
_TABLE |= {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}


def mend_radicals(text: str) -> str:
    """The text with characters in the place of radicals that look like them."""
    return text.translate(_TABLE) if _RADICALS.search(text) else text
