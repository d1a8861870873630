"""Words around an order: wishes, politeness, verbs, cancellations. Data, and small tests over folded text."""

from __future__ import annotations

from typing import Final

from franchise_village.jielong.brands import LIKE_TALK
from franchise_village.jielong.goods import GOODS
from franchise_village.jielong.goods import LONGEST as LONGEST_GOOD
from franchise_village.jielong.patterns import Pattern
from franchise_village.jielong.units import UNIT_WORDS
from franchise_village.jielong.vocabulary import longest_first, remembered, words

# Said to be kind; carries no order. Stripped from both ends of a phrase.
POLITE: Final = longest_first(
    "谢谢侬 谢谢倷 谢侬 多谢侬 谢谢啊 谢谢呀 谢谢噢 唔该你 中不 就成 就中 就够啦 齐活 劳烦 劳烦了 中不中 行不行 成不成 成不 成吗 可以不 可不可以 要得吗 得不得行 谢谢团长 谢谢老板 谢谢群主 谢谢亲 谢谢啦 谢谢了 谢谢哈 谢谢哦 谢谢您 谢谢你 谢谢 多谢 感谢 谢啦 谢了 谢 麻烦您了 麻烦你了 麻烦了 麻烦您 麻烦你 麻烦 辛苦了 辛苦啦 辛苦 拜托了 拜托 "
    "劳驾 有劳 唔该晒 唔该 多谢晒 请 好伐 好哇 好嘛 行伐 要得不 好吗 好不好 可以吗 行吗 行不 好的 好 嗯嗯 嗯 哦哦 thanks thx thank you 收到请回复 ok 3q 来哈 要得 没问题 就好 就行 就可以 就够了 就够 够了 行了 全要 都要 不好意思 打扰了 行 中"
)
_POLITE_WORDS: Final = tuple(word for word in POLITE if len(word) > 1)
_THANKS: Final = ("谢谢", "感谢", "多谢", "辛苦", "唔该", "谢啦", "拜托")
_THANKING: Final = tuple(
    word for word in _POLITE_WORDS if word.startswith((*_THANKS, "谢", "麻烦", "thanks", "thx"))
)
PARTICLES: Final = "喇嘅哈哦啦呀啊吧呢咯喽嘞咧唻噻唦嗦啵昂哟噢呗哒嘛啰喔耶嗷呐哩呦呃唉哎嘿~!?,.。…^_ 的了"
_NOTE_PARTICLES: Final = frozenset(PARTICLES) - {"的", "了", "呢"}
LEADING: Final = "哦嗯啊呃哎唉嘿就~!,.。… 的"

# Verbs of ordering before the goods.
VERBS: Final = longest_first(
    "额外再要 额外再来 额外再加 额外要 额外来 额外加 额外 给我送 帮我送 给俺送 再装 给我装 帮我装 再切 给我切 帮我切 再割 再称 再捎 再弄 再整 再搞 再留 再打 再秤 再砍 同我留 同我拿 同我要 同我买 同我订 同我 帮手留 带点 买点 拿点 要点 弄点 整点 搞点 留点 称点 捎点 订点 割点 带些 买些 拿些 来些 要些 给我带点 给我来点 给我拿点 给我留点 给我弄点 帮我带点 帮我买点 帮我拿点 帮我留点 帮带点 再来点 再拿点 再带点 再要点 记上 写上 登上 算上 帮我记上 帮我写上 帮我登上 帮我算上 帮捎 补 补一下 再补 补订 补报 补个 跟团 跟 我跟 准备 帮忙准备 帮我准备 麻烦准备 备 我这边 这边 我想要 我要订 我要买 我需要 我想买 我想订 我也要 我也接 我也订 我也买 我也加 我也报 我也拿 我也带 我也来 我还要 我还想要 我再要 我再来 我先要 我们要 我家要 我这要 我这边要 我要 我来 我订 我定 我买 我拿 我加 我再加 我带 我报 我接 想要 需要 要订 要买 订购 预定 预订 预约 "
    "下单 来点 来上 再来 再要 再加 再订 再给我来 再给我 再带 再拿 再添 再买 再报 还要 还想要 还来 还有 另外再要 算我 算上我 加我 带上我 记我 写我 给我算 给我记 报我 另外要 另外再 另外 另加 另要 外加 加上 以及 再有 然后 也要 也来 都要 给我留 给我来 给我拿 给我订 给我定 顺便 给我带 给留 给来 给拿 给整 给称 给带 我自己要 我自己 "
    "给我们 给我加 给我 帮我登记 登记 帮我记 帮我捎 帮捎 给我捎 捎带 捎 代买 帮我订 帮我留 帮我带 帮我拿 帮我买 帮我来 帮我加 帮我报 帮我 帮忙订 帮忙留 帮忙带 帮忙 帮留 帮订 帮带 麻烦给 请给我 求 留 报名 接龙 追加 增加 多来 多要 多加 添加 记一下 登记一下 订一下 定一下 加一下 留一下 我订一下 我定一下 要一下 报一下 帮我记一下 帮记一下 俺想要 俺们要 咱们要 我地要 我地来 给俺 给咱 帮俺 帮咱 替我 麻烦帮我 俾我 畀我 攞 俺要 俺来 咱要 那来 那就来 那我要 先来 先要 就要 就来 只要 光要 "
    "我也 俺也 咱也 想订 想买 要 来 订 定 买 购 要了 来了 同埋 搭 仲要 还 另 拿 称 割 砍 秤 搞 整 弄 抓 打 带 加 再 接 报 给 先 就 也 都 那"
)
SHORT_VERBS: Final = words(
    "补 跟 备 来 定 订 拿 称 割 砍 秤 搞 整 弄 抓 打 带 加 再 接 报 给 先 就 也 都 那 还 另 留 求 购 搭 买 要 攞"
)
NOT_VERBS: Final = longest_first(
    "补钙 补水 补血 补锌 补气 补品 补铁 补肾 补丁 补牙 跟鞋 备用 备孕 备长炭 带鱼 带皮 带骨 带壳 带子 加多宝 加碘 加州 加大 加厚 加钙 加热 打火机 打糕 打卤面 打蛋 打印 打包 定型 定制 订书 留兰香 拿铁 还原 再生 整鸡 整只 整箱 抓饼 接骨 接线板 报纸 来福 来伊份 那拉 先锋 都乐 要饭 给力 弄堂 称心 称骨 "
    "都匀 都市 还魂 就是 加绒 加长 打底 打气筒 带盖 带把 来一桶 加加 买一送一 定心丸 搭扣 搭配 整根 整条 抓绒"
    f" {' '.join(LIKE_TALK)}"
)

# Units that may stand for one of them behind a verb: 来瓶醋.
ONE_OF: Final = frozenset("个只条瓶箱袋包盒桶把块份斤棵颗根提罐杯碗张盘板打听壶")

# A phrase that begins so says how, when or where, not what.
_WISH_STARTS: Final = longest_first(
    "一分糖 二分糖 三分糖 四分糖 五分糖 六分糖 七分糖 八分糖 九分糖 三分甜 五分甜 七分甜 三分熟 五分熟 七分熟 三分辣 五分辣 半份糖 半甜 走甜 走色 走奶 走冰 走糖 走青 走葱 走蒜 走辣 飞葱 加底 加糖 加奶 加醋 加蛋 加香菜 加麻 发票 开票 开发票 莫要 莫放 莫加 莫切 莫太 不要 不用 不放 不加 不吃 不辣 不切 不杀 不要太 别 少放 少加 少油 少盐 少糖 少辣 少饭 少冰 少点 少 多放 多加 多点 多辣 多给 多 免 加辣 加冰 加急 加葱 去皮 去骨 去头 去鳞 去壳 去掉 去冰 去籽 切片 切块 切丝 切丁 切段 切成 切好 切开 切小 切大 切 剁 斩件 斩块 斩好 斩 杀 洗 剥 绞 刮 抽真空 真空 "
    "要嫩 要老 要大 要小 要新鲜 要肥 要瘦 要甜 要熟 要生 要软 要硬 要好 要辣 要不辣 要活 要公 要母 要杀 要切 要带 要去 要沙 要红 要白 要黄 要绿 要袋 要早 要今 要现 要最 要那 要原 要微 要冰 要常温 要热 要脆 要粉 要面 要厚 要薄 要长 要短 要中 要土 要挑 要选 "
    "送 放 自取 自提 来取 来拿 去取 去拿 取 已 未 没付 没转 付 转 用券 用优惠 积分 抵 尽量 尽快 挑 选 新鲜点 新鲜的 新鲜一点 大点 大一点 大个 小点 小一点 小个 嫩 老一点 老点 肥点 肥一点 瘦点 瘦一点 肥瘦 带皮 带骨 打包 包好 包装 分开 分袋 分装 分两 一起 备注 如果 若 要是 没有 没货 没了 没 "
    "缺货 可以 可 帮 请 地址 电话 尾号 手机 取件码 微信 支付宝 现金 红包 晚点 晚一点 早点 早一点 早些 急 赶 冷藏 冰的 热的 常温 糖尿病 孕妇 小孩 给小孩 给孩子 给老人 给我妈 给我爸 给娃 宝宝吃 老人 谁 代 我来 我去 到时 到货 来了叫 来了通知 通知 打电话 "
    "叫我 喊我 发我 拍照 随便 都行 都可以 原价 特价 便宜 优惠 赠 送的 换 同款 上次 和上次 跟上次 照旧 老样子 一样 看着 按 最好 千万 务必 注意 别忘 记得 勿 轻拿 易碎 过敏 忌口 半熟 全熟 七分 八分 五分 微辣 中辣 特辣 麻辣 不麻 原味 全糖 半糖 无糖 "
    "孩子 宝宝 客人 请客 送人 办酒 生日 自己吃 走 左右 上下 以上 以内 要剁 要杀 要绞 要洗 唔要 唔好 蒸着 煮汤 煮着 烤着 炖汤 炖着 煲汤 炒着 做汤 做馅 做菜 包饺子 用来 要送 有 没熟 熟的 生的 软的 硬的 甜的 咸的 脆的 好的 差 坏 不好 补 欠 找零 月底结 记账 赊 挂账 下次 结账 门口 家里 村口 店里 老地方 快递 驿站 物业 保安 发货 上门 顺丰 住 新客 老客 会员 金卡 代收 代付 团长"
)
_NOT_WISHES: Final = longest_first(
    "走地鸡 走地鸭 走地鹅 走油肉 走油豆豉 大白菜 小葱 加多宝 多宝鱼 多力 多芬 多乐 多肉 多味 少女 免洗 切面 切糕 切片面包 嫩豆腐 嫩姜 老抽 老姜 小米 小龙虾 肥牛 肥肠 肥皂 瘦肉 热狗 热水袋 热干面 冰糖 冰激凌 冰红茶 冰露 洗衣 洗洁精 洗发 洗手液 洗面奶 洗脸 洗碗 "
    "老人鞋 剁椒 杀虫 红包袋 去火 去污 去渍 取暖 放心 未来 可可 可乐 可颂 可比克 有机 没药 急支 代餐 按摩 补钙 常温奶 包装纸 包装袋 有友 带鱼 带子 冰糕 冰棍 冰淇淋 冰皮 冰箱 热水 帮宝适 晚安裤 早餐 急冻 发糕"
)
_STRICT_STARTS: Final = longest_first(
    "不要 不用 不放 不加 不吃 不辣 不切 别放 别加 少放 少加 多放 多加 插数字 插上 写上 写着 写个 写数字 印上 印数字 刻上 画上 画个 贴上 剁成 剪成 锯成 撕成 送到 放到 放在 送去 用券 积分 尾号 电话 已付 未付 已转 付了 没付 如果 要是 没有就 没货 没了就 微信 支付宝 备注 分成 分两 切成 挑 尽量 麻烦 下次 记得 别"
)
_WISH_ENDS: Final = longest_first(
    "软点 硬点 烂点 熟点 脆点 咸点 稠点 快点 慢点 热点 冰点 碎点 薄点 厚点 细点 粗点 事用 客用 生日用 开一下 多点 少点 多些 少些 多一点 少一点 多一些 少一些 大点 小点 嫩点 辣点 淡点 甜点儿 尝尝 试试 尝尝鲜 尝个鲜 试一试 试吃 左右 小卖部 超市 门口 路口 楼下 楼上 对面 隔壁 旁边 村部 村委 村口 校门 地里 厂里 店里 一点 点儿 一些 点的 些的 好了 自提 自取 到付 已付 未付 已转 付了 付过 转了 收款 就行 即可 就好 再说 来拿 来取 去拿 去取 去皮 去骨 去鳞 切片 切块 切丝 切丁 切段 杀好 洗好 切好 剁好 送 分开 分开装 打包 单独装 一起 结账 现结 免葱 走葱 走冰 走青"
)
_LETTERED: Final = Pattern(
    r"(?:帮忙|上面|要)?写(?!字).{0,8}(?:寿|生日|快乐|周岁|[0-9一二三四五六七八九十百]岁|百日|满月|福|喜|祝|恭|平安|爱|字)"
)
_INNER: Final = Pattern(
    r"(?:不要|不放|不加|多放|少放|少加|免葱|走葱|加辣|送到|放到|放在|送去|切成|要切|灌香肠|灌肠$|包饺子|炖汤|煲汤|煮汤|做馅|炒着吃|烧烤用|切片$|切块$|切丝$|切丁$|切段$|去皮$|杀好$|剁块$|绞碎$|剁碎$)"
)
_WITHIN: Final = Pattern(r"不要|别放|过敏|忌口|麻烦|记得|务必|不吃|怀孕|糖尿病")
POINTERS: Final = Pattern(r"上次|上回|那个|这个|老样子|照旧|同款|一样的|那种|这种|和.{1,4}一样|跟.{1,4}一样")
# First and last characters: a quick look before the long lists are tried.
_GOODS_BEGIN: Final = frozenset(word[0] for word in GOODS)
_STRICT_BEGIN: Final = frozenset(word[0] for word in _STRICT_STARTS)
_VERBS_BEGIN: Final = (
    frozenset(word[0] for word in (*VERBS, *POLITE)) | frozenset(LEADING) | frozenset("那这")
)
_POLITE_END: Final = frozenset(word[-1] for word in _POLITE_WORDS)
_POLITE_ALL: Final = frozenset(POLITE)
CONDITION: Final = Pattern(
    r"(?:如果|要是|实在|万一|真)?(?:没有?|没到|没货|卖完|卖光|售完|缺货|莫得|莫有|冇得|冇|冒得|冒有|么得|木有|没得|没啥|没有新鲜的?|没有货|不够|不新鲜)(?:货|了|的|啦|的话|大的|小的|活的)*[,，]?(?:就|那就|则|便|可以|就给我)(?:算了|算[求逑球毬咯啦哒]|拉倒|罢了|唔要|唔使|唔食|莫要|不要了?|不用了?|取消|退了?|别|换|来|要|下次|明天|改|作罢|给|拿|等|用|少|拿别的|都行)"
    r"|(?:莫得|冇|没得|冒得|么得|木有|没有?|没货)(?:货|的话|了)?[,，]?(?:算[了求逑球毬咯啦哒]|拉倒)"
    r"|(?:贵|太贵|涨价)了?(?:就|那就)(?:算了|不要了?)|(?:有|到货)(?:就|才|再)(?:要|来|算)|算了(?:没关系|不要紧)"
)
_CANCEL_WORD: Final = "不要了|不用了|不订了|不定了|不买了|不需要了|不来了|不拿了|不想要了|不接了|取消掉|取消了|取消|作废|撤销|撤单|撤回|撤了|撤掉|退订|退单|退掉|退了|退款|退货|退|删了|删掉|删除|划掉|去掉|不算了|免了|不要啦|唔要了|唔要$|不报了|不参加了|退出"
CANCEL_START: Final = Pattern(
    rf"(?:已经?(?=取消|作废|撤|退)|麻烦|请|帮我|帮忙|给我|我要|我想|我|先|都|全部|全|那|把)*(?:{_CANCEL_WORD}|减少|减掉|减去|减|少来|少要|少拿|少订|扣掉)"
)
CANCEL_END: Final = Pattern(
    rf"(?:已经?|都|全部|全|统统|先|就|也|暂时|今天|我|给我|帮我|麻烦|的)*(?:{_CANCEL_WORD})(?:吧|了|哈|哦|啦|谢谢|掉|一下|嘛|呀|啊|咯|先|把)*$"
)
_CHAT: Final = Pattern(
    r"^(?:你的|你家|您的)|不$|没$|没有$|对吧|是吧|对不对|吗|呢$|多少|几点|几时|什么|怎么|哪(?!吒|怕|都)|有没有|多钱|偌济|[几多]钿|么价|么子价|啥价|是不是|要不要|能不能|可不可以|好不好|啥|咋|谁|多久|多长|多重|多大(?!的)|为什么|还有没|行不行|得不得|还是(?![要来给订拿照按老原0-9一二两三四五六七八九十半])|几段|该[吃用穿买喝]|大概有几|点解|几钱|边度|([^\W\d_])不\1"
)
_COMPLAINT: Final = Pattern(
    r"坏了|坏的|烂了|烂的|臭了|碎了|破了|漏了|少了|少发|漏发|没收到|没到|收到|发错|到了|到货了|少给|少称|称错|给少|给错|算错|没给|没送|漏送|送错|爱吃|喜欢|昨天少|不新鲜|退钱|吃完|吃了|好吃|不错|已收|拿到|领了|取走|昨天的|上次的|过期|发霉|变质|缺斤|短斤|投诉|很好|太好|真好|质量|味道"
)


_CUES: Final = frozenset(
    "灌包炖煲煮做炒烧不取作撤退删划去免唔减少扣没冇缺卖售贵涨有到算多走加送放切要杀剁绞上那这老照同一样和跟麻记务别过怀糖忌"
)
_ENDS: Final = (
    frozenset("来要订定留加拿买带称割整搞添个弄捞扯装是为了话由从到的报接我")
    | frozenset(PARTICLES)
    | _POLITE_END
)
_BEGINS: Final = _VERBS_BEGIN | _STRICT_BEGIN


def is_plain(folded: str) -> bool:
    """Whether words hold nothing that any test of verbs, wishes, cancellations or kindness looks for."""
    return folded[0] not in _BEGINS and folded[-1] not in _ENDS and _CUES.isdisjoint(folded)


def starts_with_good(folded: str, products: frozenset[str] = frozenset()) -> int:
    """Length of the longest known good at the start of the run, 0 for none."""
    if folded[:1] in _GOODS_BEGIN or products:
        for size in range(min(LONGEST_GOOD, len(folded)), 0, -1):
            head = folded[:size]
            if head in GOODS or head in products:
                return size
    return 0


@remembered
def is_wish(folded: str, *, before_quantity: bool = False) -> bool:
    """Whether a phrase is a note (how, when, where) rather than goods.

    With ``before_quantity`` a number follows it: then only unmistakable openings count.
    """
    if is_lettering(folded):
        return True
    if before_quantity:
        return folded[:1] in _STRICT_BEGIN and folded.startswith(_STRICT_STARTS)
    if folded in GOODS or folded.startswith(_NOT_WISHES):
        return False
    if starts_with_good(folded) >= 2 and not folded.endswith(_WISH_ENDS):
        return False
    if CONDITION.search(folded) or _WITHIN.search(folded):
        return True
    return (
        folded.startswith(_WISH_STARTS)
        or folded.endswith(_WISH_ENDS)
        or (len(folded) <= 6 and folded.endswith("的") and len(folded) > 1)
    )


def is_lettering(folded: str) -> bool:
    """Whether words say what to write on a cake: 写奶奶80大寿."""
    return folded[:1] in "写帮上要" and _LETTERED.match(folded) is not None


@remembered
def inner_wish(folded: str) -> int:
    """Where a wish begins inside a phrase that begins with goods (凉皮|不要香菜), or -1."""
    found = _INNER.search(folded, 1)
    return found.start() if found else -1


# Words of a cancellation that name no goods.
EMPTY_WORDS: Final = words(
    "我 俺 咱 我的 我家 我们 我那份 我的那份 的那份 那份 那个 这个 全部 都 全 所有 所有的 订单 我的订单 接龙 单 单子 我的单 我的接龙 我订的 我的都 上面的 刚才的 刚刚的 之前的 今天的 份 一下 了 吧 先 也 本人 暂时 暂时先 先 自己 把我 把我的 麻烦 今天 我今天 把 我都 东西 我刚才的 我这边 我这 我这份 我家的 的 下 这次 这单"
)
NOTHING: Final = words("无 没有 没 无需 不要 不用 不需要 不订 暂无 没要 无订单 空 不参加 - / 0")


@remembered
def is_chat(folded: str) -> bool:
    """Whether a clause asks, thanks, or tells of goods already received."""
    return _CHAT.search(folded) is not None or _COMPLAINT.search(folded) is not None


@remembered
def is_question(folded: str) -> bool:
    return "?" in folded or _CHAT.search(folded) is not None


@remembered
def cancel_end(folded: str) -> int:
    """Where the cancellation at the end of a phrase begins (鸡蛋|不要了), or -1; conditions are none."""
    if CONDITION.search(folded):
        return -1
    found = CANCEL_END.search(folded)
    return found.start() if found else -1


@remembered
def cancel_start(folded: str) -> int:
    """Length of the cancellation that opens a phrase (取消|鸡蛋), 0 for none."""
    if CONDITION.search(folded):
        return 0
    found = CANCEL_START.match(folded)
    return found.end() if found else 0


_PACKED: Final = Pattern(r"[包瓶箱袋盒桶罐提杯碗听](?![子装头里上下内外])[\u4e00-\u9fff]{1,4}")


@remembered
def strip_verbs(folded: str, *, bare: bool) -> int:
    """How many characters of ordering verbs and kindness open a phrase; ``bare``: an amount follows directly."""
    place = 0
    moved = True
    while moved and place < len(folded):
        moved = False
        if folded[place] not in _VERBS_BEGIN:
            break
        if folded[place] in LEADING and len(folded) > place + 1:
            place += 1
            moved = True
            continue
        if folded.startswith(NOT_VERBS, place):
            break
        if folded.startswith(("那个", "这个", "那种", "这种"), place) and starts_with_good(
            folded[place + 2 :]
        ):
            place += 2
            moved = True
            continue
        for word in POLITE if folded.startswith(POLITE, place) else ():
            if folded.startswith(word, place) and (
                len(word) > 1 or place + 1 == len(folded) or word in "请谢"
            ):
                place += len(word)
                moved = True
                break
        if moved:
            continue
        for word in VERBS if folded.startswith(VERBS, place) else ():
            if not folded.startswith(word, place):
                continue
            rest = folded[place + len(word) :]
            if (
                word in SHORT_VERBS
                and rest
                and not starts_with_good(rest)
                and not (len(rest) > 1 and rest[0] in ONE_OF and starts_with_good(rest[1:]))
                and not rest.startswith(VERBS)
                and not (
                    word in "来要拿带买整搞称留捎弄"
                    and _PACKED.fullmatch(rest)
                    and rest[:2] not in UNIT_WORDS
                )
                and word not in "要订买"
            ):
                break
            if rest or bare:
                place += len(word)
                moved = True
            break
    return place


_TAIL_VERBS: Final = Pattern(
    r"(?:(?:再|也|还|先|就)(?=[给帮]))?(?:给(?:我们?)?|帮我|帮忙|我家?|俺)?(?:再|也|还|先|就|都|多)?(?:需要|想要|要|来|订|定|留|加|拿|买|带|称|割|整|搞|添|(?<![里民])弄)$|(?:再|也|还|先|就)?(?:来|要|整|搞|弄|切|割|称|砍)个$|(?:给我|帮我)?(?:算|记)(?:我|上我)?$|(?:应该|总共|一共)?(?:是|为)$|(?:有了|到了|有货了?|来了|的话)$|(?:原来|本来)?(?:由|从)$|(?:我|我的|我们)?[那这]$|(?:原来|本来|原先|先前)(?:是|订|要|报|接)?[的了]?$"
)


@remembered
def tail_verbs(folded: str) -> int:
    """Where the ordering verbs at the end of a phrase begin (豆腐|再来, before an amount); its length for none."""
    end = len(folded)
    while found := _TAIL_VERBS.search(folded[max(0, end - 8) : end]):
        end = max(0, end - 8) + found.start()
    return end


@remembered
def note_end(folded: str) -> int:
    """Where a note ends without the particles and thanks behind it; 好的 and 了 belong to it."""
    end = len(folded)
    moved = True
    while moved and end:
        moved = False
        while (
            end
            and folded[end - 1] in _NOTE_PARTICLES
            and not folded.endswith(("算啦", "算咯", "算喽", "就不要啦", "就不要咯", "就不要喽"), 0, end)
        ):
            end -= 1
            moved = True
        if folded.endswith(_THANKING, 0, end):
            end -= next(len(word) for word in _THANKING if folded.endswith(word, 0, end))
            moved = True
    return end


@remembered
def strip_tail(folded: str) -> int:
    """Where a phrase ends once particles and kindness behind it are taken off."""
    end = len(folded)
    moved = True
    while moved and end:
        moved = False
        while end and folded[end - 1] in PARTICLES:
            end -= 1
            moved = True
        if folded[end - 1 : end] in _POLITE_END and folded.endswith(_POLITE_WORDS, 0, end):
            end -= next(len(word) for word in _POLITE_WORDS if folded.endswith(word, 0, end))
            moved = True
    return end - 2 if end > 2 and folded.endswith("给我", 0, end) else end


_CLOSING: Final = Pattern(
    r"(?:好|嗯|以上|今天|今晚|暂时|目前|先|我家|我们?|一共|总共|大概|咱村|全部|都)*(?:就|只|只有|是|要)*(?:这些|这么多|这样子?|这点|到这里?|这几[个样])(?:了|啦|吧|哈|先|哦|东西|单)*"
)


@remembered
def is_polite(folded: str) -> bool:
    """Whether nothing is left of a phrase without its kindness."""
    rest = folded[: strip_tail(folded)]
    if len(folded) <= 16 and _CLOSING.fullmatch(folded):
        return True
    return not rest or rest in _POLITE_ALL or (len(folded) <= 6 and folded.startswith(_THANKS))
