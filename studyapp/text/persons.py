"""Names of persons and of offices, told by what words are mostly."""

from __future__ import annotations

import re

import rjieba

SURNAMES = frozenset(
    """
    王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 胡 朱 高 林 何 郭 马 罗 梁 宋 郑 谢 韩 唐 冯 于 董 萧
    程 曹 袁 邓 许 傅 沈 曾 彭 吕 苏 卢 蒋 蔡 贾 丁 魏 薛 叶 阎 余 潘 杜 戴 夏 钟 汪 田 任 姜
    范 方 石 姚 谭 廖 邹 熊 金 陆 郝 孔 白 崔 康 毛 邱 秦 江 史 顾 侯 邵 孟 龙 万 段 雷 钱 汤
    尹 黎 易 常 武 乔 贺 赖 龚 文 庞 樊 兰 殷 施 陶 洪 翟 安 颜 倪 严 牛 温 芦 季 俞 章 鲁 葛
    伍 韦 申 尤 毕 聂 丛 焦 向 柳 邢 路 岳 齐 梅 莫 庄 辛 管 祝 左 涂 谷 祁 时 舒 耿 牟 卜 詹
    关 苗 凌 费 纪 靳 盛 童 欧 甄 项 曲 成 游 阳 裴 席 卫 查 屈 鲍 位 覃 霍 翁 隋 植 甘 景 薄
    单 包 司 柏 宁 柯 阮 桂 闵 解 强 丘 华 车 冉 房 边 辜 吉 饶 刁 瞿 戚 古 米 池 滕 晋 苑 邬
    臧 畅 宫 来 嵺 苟 全 褚 廉 简 娄 盖 符 奚 木 穆 党 燕 诸 上 习
    """.split()
)
_WORDS_TOO = frozenset("上习全解关向成单时位来常文方于查包")
"""Surnames that more often are something else: 全程, 解题."""
_OFFICE = re.compile(
    r"[一-鿿\w（）()·]{0,16}(?:[社报刊网台部局处厅署科室组办院会校系所馆站委队班]|中心|公司|集团|机关|频道|融媒|传媒|"
    r"客户端|大学|中学|小学|中国)"
)
_TELLING = frozenset("由应须按经对在把将被给让使先再请要不")
_PARTICLES = frozenset("的了着把被")
_VERBAL = frozenset({"v", "p", "d", "c", "uj", "ul", "uz", "ud", "uv"})

_NAME = re.compile(r"[一-鿿·]{2,4}|[一-鿿]{1,8}·[一-鿿]{1,8}")

_ERA = (
    r"[\[〔【（(](?:先秦|[两东西]?汉|三国|魏|[东西]?晋|南北朝|隋|唐|五代|[南北]?宋|金|元|明|清|近代|现代|当代)"
    r"[代朝]?[\]〕】）)]"
)
_AUTHOR = re.compile(
    rf"{_ERA}\s?[一-鿿]{{2,4}}|[一-鿿]{{2,4}}\s?{_ERA}|(?:[唐宋元明清汉魏晋隋]|先秦|近代)[·・][一-鿿]{{2,4}}"
)


def is_author(text: str) -> bool:
    """Whether the text is a poet and an era: [唐] 李白, 李白（唐）."""
    return _AUTHOR.fullmatch(text) is not None


def is_author_line(text: str) -> bool:
    """Whether it could be the line of a poem's author."""
    return is_author(text) or is_person(text)


def is_person(text: str) -> bool:
    """Whether the text is a name and nothing else: 元稹, 莎士比亚."""
    return _NAME.fullmatch(text) is not None and rjieba.tag(text)[0][1].startswith("nr")


def is_doer(text: str) -> bool:
    """Whether it names somebody, or an office: 李华, 张得胜, 青山日报编辑部, John Smith."""
    if is_person(text) or (text.isascii() and any(letter.isalpha() for letter in text)):
        return True
    if len(text) in (2, 3) and text[0] in SURNAMES - _WORDS_TOO:
        return len(rjieba.cut(text)) > 1
    return _OFFICE.fullmatch(text) is not None and not tells(text)


def tells(text: str) -> bool:
    """Whether it says what is done, and is no name: 把衣服叠好, 归纳要点, 由县级机关进行."""
    if is_person(text):
        return False
    if text[0] in _TELLING or not _PARTICLES.isdisjoint(text):
        return True
    kinds = [kind for _word, kind in rjieba.tag(text)]
    if len(text) < 4 or len(kinds) < 2 or not {"nr", "nt", "ns"}.isdisjoint(kinds):
        return False
    is_office = _OFFICE.fullmatch(text) is not None
    return kinds[0] in _VERBAL or not (is_office or _VERBAL.isdisjoint(kinds))
