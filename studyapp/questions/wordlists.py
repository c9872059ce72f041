"""Closed classes of words: what may not stand alone in a blank, what deserves one beside it.

Only function words and the small change of official prose stand here; no term of any document.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FUNCTION_POS = frozenset({"c", "p", "d", "r", "y", "e", "o", "k", "h", "f", "q", "x", "zg", "ad"})
"""Tags of rjieba that do not open or close a blank; every tag beginning with u belongs too."""

FUNCTION = _words(
    """
    的 地 得 了 着 过 之 所 其 该 此 各 每 某 本 这 那 哪 谁 我 你 他 她 它 们 我们 你们 他们
    她们 它们 咱们 同 跟 自己 自身 本人 其他 其它 其中 其余 有关 相关 上述 下列 如下 以下 以上
    以内 之内 之外 之间 之一 之后 之前 之中 以及 和 与 及 或 或者 并 并且 而 而且 但 但是 且
    又 也 都 就 才 再 还 更 最 很 太 均 皆 即 则 若 如 如果 因 因为 因此 所以 由于 为了 为 以
    于 在 从 自 由 向 对 对于 关于 把 将 被 让 使 给 按 按照 根据 依据 依照 通过 经 经过 随着
    围绕 不 没 没有 未 非 无 是 有 能 能够 会 要 可 想 去 来 到 上 下 中 内 外 里 前 后 时 等
    等等 一 一个 一种 一些 一定 这个 那个 这些 那些 这样 那样 什么 怎么 如何 任何 所有 一切
    全部 许多 很多 不少 多数 部分 整个 不断 不仅 不但 同时 此外 另外 然后 然而 从而 进而 虽然
    尽管 既 既然 只 只有 只要 只能 仅 仅仅 无论 不论 不管 除 除了 除外 已 已经 曾 曾经 正 正在
    将要 仍 仍然 始终 一直 总是 往往 常常 经常 通常 一般 一旦 必然 可能 也许 大约 左右 特别
    尤其 尤其是 特别是 比如 例如 包括 属于 具有 具备 存在 成为 作为 称为 叫做 叫作 称作 视为
    认为 表示 指出 强调 说 讲 问 答 曰 云 谓 者 乎 哉 矣 焉 兮 耳 吾 汝 尔 夫 盖 今 前款 本条
    前条 本款 款 项 条
    """
)

RETAGGED = (
    dict.fromkeys("办理 产生 行使 任命 落实 健全 弘扬 深化 压实 筑牢".split(), "v")
    | dict.fromkeys("领航 掌舵".split(), "v")
    | dict.fromkeys("领导 指导 报告 备案 利用".split(), "vn")
    | dict.fromkeys("着力 依法 全面 阔步 易地 异地 徐徐".split(), "d")
    | dict.fromkeys("文明 深度".split(), "n")
    | {"美丽": "a"}
)
"""Common words that the dictionary of rjieba calls nouns, adjectives or names."""

COPULAS = _words(
    """
    是 为 即 指 叫 称 叫做 叫作 称作 称为 成为 属于 作为 就是 即是 乃是 正是 系 乃 是指 在于
    """
)

MODALS = _words(
    """
    应当 应该 必须 可以 不得 不能 不可 不可以 不应 不应当 禁止 有权 无权 严禁 不许 不准 允许
    准予
    """
)

ASKABLE_MODALS = _words(
    """
    应当 可以 不得 不能 禁止 有权 无权
    """
)
"""Those that change the rule when changed; 必须 and 应该 only change its tone."""

REQUIREMENTS = _words(
    """
    坚持 遵循 贯彻 实行 实施 树立 弘扬 践行 落实 维护 保障 保护 尊重 履行 遵守 采取 建立 健全
    完善 构建 建设 确立 恪守 秉持 倡导 反对 防止 防范 杜绝 享有 行使 承担 负责 设立 颁布 制定
    发布 出版 提出 创立 发明 召开 通过
    """
)

LIGHT = _words(
    """
    进行 开展 加强 推进 推动 促进 实现 提高 提升 增强 加快 加大 深化 强化 扩大 拓展 做好 做到
    抓好 抓住 搞好 发挥 形成 取得 得到 获得 获 成 作 作出 做出 给予 予以 加以 使得 令 带来
    产生 造成 引起 导致 出现 发生 发现 利用 使用 采用 运用 应用 组织 支持 帮助 协助 参与 参加
    进入 走进 走向 面向 面对 针对 涉及 适应 满足 符合 坚持 实行 实施 落实 贯彻 建立 健全 完善
    构建 建设 制定 提出 打造 营造 引导 鼓励 确保 保证 保持 规定 决定 要求 需要 希望 看到 知道
    觉得 开始 继续 结束 停止 注重 重视 聚焦 把握 统筹 统一 持续 努力 积极 主动 着力 切实 认真
    严格 深入 扎实 全面 进一步 大力 有效 充分 充分发挥 牢牢 牢固 紧密 紧紧 广泛 高度 更加 更好
    逐步 逐渐 基本 直接 共同 分别 相互 互相 行使 合法 盲目 依法 按时 及时 立即 主要 重要 重大
    良好 具体 必要 不同 是否 有的 有些 大量 大批 较大 较多 很大 多个 若干 多种 各种 各类 各项
    各个 各级 各地 各方面 全过程 令人 无法 难以 徐徐 瞬间
    """
)
"""Verbs, adverbs and adjectives that several others could replace: never a blank by themselves."""

GENERIC = _words(
    """
    工作 问题 方面 情况 活动 内容 部门 单位 个人 人员 方式 方法 措施 过程 结果 作用 意义 影响
    条件 任务 目标 时候 时间 期间 地方 地区 范围 领域 事项 事情 东西 办法 关系 程度 水平 能力
    因素 特点 基础 机会 行为 发展 生活 新 大 小 多 少 好 高 低 长 短 老 人 事 物 年 月 日 天
    第一 今天 今年 近年来 当前 目前 现在 如今 以来 新征程上 同志 先生 女士 老师 同学 朋友 大家
    人们 群众 人民 社会 国家 世界 我国 中国 全国 全党 全社会 核心 中心 力度 导向 深度 最高
    例子 主体 中华人民共和国 原则 职责 义务 制度 机构 机关 组织 成果 成就 事业 精神 力量 优势
    保障 根本 支撑 动力 要素 内涵 理念 契机 效应 热潮 品牌 政策 战略 规划 计划 标准 要点 体系
    机制 质量 环节 阶段 局面 格局 气象 面貌 途径 形式
    """
)
"""Nouns anyone would guess: a blank only where the sentence is built to name them."""

ADVERBS = _words(
    """
    持续 努力 积极 主动 着力 切实 认真 严格 深入 扎实 全面 进一步 大力 有效 充分 牢牢 牢固
    紧密 紧紧 广泛 高度 更加 更好 逐步 逐渐 基本 直接 共同 分别 相互 互相 依法 按时 及时 立即
    主要 坚决 坚定 始终 显著 明显 稳步 加快 不断 继续 统筹 聚力 精心 统一 先 多 深刻 自觉 一体
    一律 必然 优先 重点 非法 一起 一同 一并 一道 当场 当即 限期 逐项
    逐一
    """
)
"""What describes a verb: a blank does not begin with it."""

SUFFIXES = _words(
    """
    性 化 者 式 型 率 度 家 员 们 界 法 学 论 权 力 观 感 犯 罪 制 级 处 局 部 厅 院 署 委 办
    省 市 县 区 国 州 岛 山 河 江 湖
    """
)
PREFIXES = _words(
    """
    第 非 副 总 反 超 亚 准 次 初 老 阿 小 各 该 本 每 某 不 未 无 两 双 多 全 再 最 更
    """
)

SELF_REFERRING = _words(
    """
    原文 本文 全文 下文 上文 正文 前文 文章 文中 本书 本章 本节 本篇 本页 编辑 责编 作者 记者
    来源 本法 本条例 本规定 本办法 本决定 本章程 本细则 本标准 本公约 本宪法 附件 附表 下表 下图
    上图 图示
    """
)
"""What a text calls itself, its parts and those who made it: nothing to learn."""

HALF_SAID = _words(
    """
    既要 又要 还要 都要 也要 要在 必将 将要 还有 更要 只要 就要 日起 方面 期间 时候 之时 情况下
    会同 协同 以来 为止 起来 下去 上来 过来
    """
)
"""What only links a clause to the next: it stands in no blank of several words, at neither end."""

AFTER_A_NOUN = frozenset(
    "的地得之了着过所等也都就又再还更最很太均皆即则若而且但并或和与及同跟因以为于在从自由向对把将被让"
    "使给按经随不没未非无是有能会要可须应必需来去到至起止前后时中内外里上下间既已曾仍便却乃且予受"
    "占达获作成做带发引拿说问走看用比属系叫称指居位"
)
"""Single characters that may follow a whole noun: particles, prepositions, adverbs, plain verbs."""
BINDING = frozenset("预超微泛拟亚践")
"""Single characters that always belong to the word after them, though tagged as verbs."""

PIVOTS = _words(
    """
    使 让 令 请 叫 推动 促进 引导 支持 鼓励 帮助 协助 组织 要求 允许 禁止 指导 监督 责令 委托 授权
    动员 号召 带动 保障 保证 确保 防止 避免 认为 规定 强调 指出 通知 邀请 聘请 批准 申请 决定 应
    """
)
"""Verbs whose object does what the next verb says: 引导 | 企业 | 参与."""

EMPTY_VERBS = _words("进行 予以 给予 加以 作出 做出 开展 实施")
"""Verbs that leave all meaning to their object."""

LONG_NAME_HEADS = (
    *("委员会", "办公室", "总局", "联合会", "规划", "纲要", "条例", "会议", "管理局", "协调小组"),
    *("领导小组", "委", "厅", "局"),
)
"""What closes a name that may join two things with 和: 甲和乙委员会 is one body."""

BODIES = (
    *("机关", "部门", "委员会", "法院", "检察院", "机构", "政府", "国务院", "常委会", "代表大会"),
    *("主席团", "总局", "协会", "公安部"),
)
CONSEQUENCES = (
    *("罚款", "责任", "处分", "处罚", "警告", "拘留", "徒刑", "没收", "吊销", "撤销", "无效"),
    *("赔偿", "赔偿金", "违法所得", "停业整顿", "改正", "开除", "死刑", "终止", "解除"),
)
"""What rules name that must be known: who acts, and what follows."""

ENGLISH_DETERMINERS = _words(
    """
    a an the of no any every each his her its their our your my this that these those
    """
)
ENGLISH_PREPOSITIONS = _words("of in for with by from under against between among on")

ENGLISH_ADJECTIVE_ENDINGS = (
    *("ive", "al", "ous", "ful", "able", "ible", "ic", "less"),
    *("ed", "ing", "ly"),
)
ENGLISH_NOUN_ENDINGS = tuple(
    sorted(
        _words(
            """
            tion tions sion sions ment ments ness ity ities ship ance ances ence ences ism
            isms ist ists ics logy ture tures age ages acy hood dom cy
            """
        )
    )
)

ENGLISH_FUNCTION = _words(
    """
    a an the this that these those each every any all some no such other another same both
    either neither of in on at by for from to into onto upon with without within under over
    between among against about through during before after above below per via as than and or
    nor but so yet if unless until while when where whereas because though although since
    whether who whom whose which what how why there here then thus therefore however moreover
    hence also only even just still again once twice together alone beside aloud away not never
    ever very too more most less least much many few
    several first next last own i me my we us our you your he him his she her it its they them
    their is are was were be been being am do does did done doing have has had having can
    could may might must shall should will would ought let make makes made making take takes
    took taken give gives gave given get gets got go goes went gone come comes came put puts
    say says said see sees seen saw use uses used using include includes including provide
    provides provided become becomes became need needs needed e.g i.e etc one ones thing
    things way ways time times part parts kind kinds lot lots case cases example examples
    section sections article articles paragraph chapter herein thereof therein thereto hereby
    whereof hereof thereupon himself herself itself themselves
    s t re ll ve d m don doesn isn aren wasn weren
    """
)

NO_ANSWER = _words(
    """
    层面 特征 难题 问题 现实 后者 前者 具体情况 实际情况 有关情况 重要性 必要性 原因 过程 方面
    精准 高效 现实难题 重点 难点 关键 前提 背景 角度 类型 类别 种类 状况 状态 手段 渠道 需求
    专门 规范 代表 意见 法定 本质 棘手 情形 必要 现有 现行 相应 做法 看法 想法 观点 态度 结论
    说法 名义 名称 模式 项目 要点 对象 主题 领域 自身 整体 全局 总体 一般 特殊 直接 间接 常见
    案件 场所 证明 总额 事件 两者 二者 三者 四者 不可以
    """
)
"""Nouns and the like that a dozen others could replace wherever they stand."""

SAME_HEADS = (
    _words("方法 方式 办法 手段 做法"),
    _words("措施 举措 办法"),
    _words("情况 情形 状况 状态"),
    _words("原因 缘由 理由"),
    _words("特点 特征 特性 特色"),
    _words("作用 功能 功效"),
    _words("途径 渠道 路径"),
    _words("范围 领域 范畴"),
)
"""Heads that say much the same: two terms with them are no key and wrong option."""
