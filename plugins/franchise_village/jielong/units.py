"""The vocabulary of units, in folded script. Data only; `quantity.py` reads with it."""

from __future__ import annotations

from typing import Final

from franchise_village.jielong.vocabulary import words

# What people count, weigh and pack village goods in.
_WEIGHTS: Final = "斤 两 钱 公斤 千克 市斤 台斤 磅 吨 克 kg g 毫克 mg t lb oz"
_COUNTS: Final = (
    "个 只 砖 条 头 尾 匹 颗 粒 棵 根 支 枝 把 捆 扎 束 片 块 张 件 套 双 对 副 组 份 盒 箱 袋 包 瓶 罐 桶 听 杯 碗 盆 盘 碟 "
    "口 板 版 提 卷 筒 串 朵 枚 节 本 台 部 辆 床 打 筐 篮 篓 箩 坛 壶 缸 车 米 尺 人份 位 样 种 款 挂 吊 刀 方 顶 架 株 盏 瓣 截 "
    "斗 联 连 网 兜 贴 剂 管 泡 客 扇 笼 屉 锅 炉 匣 樽 蔸 坨 砣 团 段 封 丛 幅 面 套餐 单 礼盒 周 支装 小时 次 排 桌 期 碗装 "
    "旧 嚿 令 例 饼 盅 煲 瓮 甏 钵 摞 沓 叠 撮 捧 匙 担 平 平方 平米 立方 厢 盎司 安士 公两 司马斤 市两 公升 罗 孖 份装 篼 笸箩 麻袋 纸箱 泡沫箱 卡 sheet pack box 扣 轴 辫 嘟噜 铲 勺 滴 圈 排骨"
)
_VOLUMES: Final = "升 毫升 ml l cc"
MONEY: Final = words("元 块钱 圆 蚊 文钱 元钱 块前 rmb 毛钱 毛")

# Never the amount of an order on its own when written with digits: what a product is, not how many of it.
SPECIFICATIONS: Final = words(
    "ml l cc mg 毫升 升 毫克 抽 瓦 w 寸 度 码 目 岁 月龄 个月 厘米 cm mm 毫米 伏 安 孔 层 % 折 t恤 阶段 代 英寸 段 年 线 克拉"
)
_NOT_UNITS: Final = words("排骨 周 小时 期 面 t 次")

UNITS: Final = frozenset(f"{_WEIGHTS} {_COUNTS} {_VOLUMES}".split()) - _NOT_UNITS | MONEY
LONGEST: Final = max(map(len, UNITS))
WEIGHED: Final = words("盎司 安士 司马斤 斤 公斤 市斤 台斤 磅 吨 千克 kg")

# How much a unit holds: what stands behind a larger one tells what is in it (一板30个, 大米1袋50斤).
_LARGE: Final = words("箱 件 提 板 版 筐 桶 袋 打 捆 扎 篮 篓 箩 兜 网 礼盒 坛 缸 车 笼 屉")
_MIDDLE: Final = words("盒 包 瓶 罐 听 杯 壶 碗 盘 组 套")
_WEIGHT: Final = words("斤 公斤 千克 市斤 台斤 克 kg g 两 升 毫升 ml l 磅")


def holds(outer: str, inner: str) -> bool:
    """Whether the first unit packs what the second counts or weighs."""
    return _size(outer) > _size(inner)


def _size(unit: str) -> int:
    if unit in _LARGE:
        return 3
    if unit in _MIDDLE:
        return 2
    return 0 if unit in _WEIGHT else 1


# A word of size that may stand between the number and its unit: 两大袋.
SIZES: Final = frozenset("大小整满中老")

# After an amount: it describes the pack (24盒装).
PACKED: Final = ("装", "入", "规格", "每箱", "一箱装")
# So many bound together, and in what: 5连包, 6连杯.
BOUND: Final = frozenset("连联")
BOUND_IN: Final = frozenset("包杯罐瓶袋盒卷")
NOT_PACKED: Final = ("装袋", "装好", "装车", "装在", "入味")
PER: Final = frozenset("一每")

# Words that begin with a unit's character and are goods nonetheless: 3包子 is three 包子.
UNIT_WORDS: Final = words(
    "平菇 平底锅 平板 平安果 旧书 旧衣 例汤 饼干 饼皮 盅仔 煲汤 煲仔饭 叠纸 沓纸 担担面 罗非鱼 罗汉果 罗宋汤 罗勒 令牌 捧花 匙羹 卡士 卡布奇诺 卡通 卡夫 卡乐比 卡片 卡套 卡仕达 卡姿兰 扇贝 扇骨 包子 包菜 包心菜 包谷 面包 米粉 米线 米饭 米酒 米糕 条子肉 双汇 双黄蛋 片糖 粒粒橙 块菌 根菜 串串 串串香 节瓜 盒饭 盘菜 张飞牛肉 件套 把子肉 头菜 头盔 尾巴 束腰 本子 台灯 车厘子 床单 床垫 筒骨 板栗 板蓝根 排骨 提子 卷纸 卷心菜 卷饼 卷尺 袋鼠 瓶盖 桶装水 杯子 碗豆 碗筷 盆栽 方便面 顶针 架子 挂面 吊瓜 刀豆 刀鱼 网红 团圆饼 团扇 连体衣 管家 泡菜 泡面 泡椒 泡泡糖 客家 笼子 锅巴 锅贴 炉子 对虾 套袖 副食 份子 箱子 条纹 支架 颗粒 枝江 两面针 克力架 钱包 钱江 单衣 单车 篮球 罐头 壶口 片皮鸭 块煤 部落 斗笠 段子 封缸酒 升降桌 只只香 打火机 打糕 打卤面 打蛋器 把把烧 组合 尺子 个性 打印纸 方糖 方腿 方火腿 花卷"
)
