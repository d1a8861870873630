"""One character for another: how text is folded before it is compared with the vocabularies.

Folding is one to one, so that a place in the folded text is the same place in the text as written. It never
changes what is given out. Only characters of the vocabularies are converted from traditional script: this is
no converter of prose.
"""

from __future__ import annotations

from typing import Final

_TRADITIONAL: Final = (
    "龍龙個个條条塊块顆颗隻只雙双張张號号點点樣样還还買买訂订換换來来幫帮給给請请謝谢該该錢钱裝装團团單单總总計计"
    "匯汇報报時时間间後后週周樓楼棟栋電电話话門门們们媽妈爺爷嬸婶姊姐奶奶婆婆嬤嬷會会員员長长闆板麼么沒没兩两貳贰參叁陸陆"
    "萬万億亿捲卷筆笔盤盘碼码鍋锅籠笼籃篮簍篓罈坛壺壶雞鸡鴨鸭鵝鹅魚鱼蝦虾醬酱鹽盐麵面餅饼飯饭湯汤蔥葱薑姜蘿萝蔔卜蘋苹"
    "檸柠檬檬葉叶豬猪腸肠貝贝黃黄紅红藍蓝綠绿鮮鲜鹹咸凍冻淨净無无過过發发貨货運运費费領领帶带開开關关聽听說说問问題题嗎吗啲的"
    "囉啰嘍喽啦啦喔哦嘅的係是咗了冇没佢他哋地晒晒唔唔減减補补畫画據据優优惠惠價价預预約约結结賬账轉转賣卖達达東东車车邊边裡里裏里"
    "國国際际區区鄉乡鎮镇縣县橋桥莊庄溝沟嶺岭灣湾營营鋪铺紙纸潔洁劑剂瓏珑筍笋"
    "歲岁齡龄聯联鉤钩鉗钳鮑鲍鱈鳕鯽鲫鯉鲤鱸鲈鰱鲢鱿鱿蟹蟹豐丰觀观產产蘑蘑類类種种組组隊队從从別别讓让舊旧對对"
    "磚砖記记幾几場场頭头節节層层籮箩綑捆紮扎簽签確确認认備备註注燒烧熱热壞坏爛烂數数應应銷销刪删變变這这進进誰谁為为爲为煩烦願愿寶宝兒儿"
    "嬰婴褲裤濕湿衛卫鈣钙維维滿满臺台馬马鄭郑陳陈吳吴劉刘楊杨趙赵孫孙許许蔣蒋韓韩馮冯衞卫呂吕嚴严華华陶陶薛薛賀贺倪倪羅罗畢毕鄧邓"
    "蕭萧汪汪貢贡鍾钟盧卢賴赖葉叶蘇苏潘潘閻阎餘余鄒邹喬乔龐庞顏颜樂乐齊齐連连網网積积扣扣飲饮麥麦餃饺饅馒燴烩鐘钟嫂嫂爹爹僕仆"
    "購购贈赠訊讯擇择選选須须務务醃腌滷卤燉炖餡馅漢汉鳳凤檳槟糧粮蠔蚝蟶蛏鯖鲭鱔鳝鰻鳗鯧鲳鰍鳅鯰鲶鴿鸽鵪鹌鶉鹑鮭鲑鱘鲟鱖鳜烏乌龜龟墊垫襪袜麗丽歡欢濃浓綜综絲丝"
    "線线繩绳罷罢聖圣讀读課课談谈調调講讲議议護护賞赏賺赚趕赶輕轻辦办農农遠远遲迟適适鄰邻醫医錯错鎖锁鏟铲鐵铁閉闭陰阴隨随雜杂離离難难雲云靜静頂顶項项順顺飄飘"
    "騎骑驗验髒脏鬆松鬍胡鹵卤麪面黴霉齒齿啟启嘗尝嚐尝園园圓圆執执塵尘墻墙夠够奪夺婦妇將将專专導导島岛幣币廠厂廢废彈弹彎弯徹彻愛爱慶庆憶忆懶懒戲戏戶户拋抛採采"
    "揀拣損损擔担擠挤擺摆攜携攤摊敗败敵敌斷断暈晕曬晒書书樹树機机檢检櫃柜權权歸归殘残殺杀氣气決决洩泄涼凉淚泪測测滅灭滾滚漁渔潤润濟济濾滤灑洒灘滩煙烟燈灯爐炉"
    "牆墙狀状獎奖獨独現现環环異异疊叠瘋疯療疗皺皱監监盡尽睏困矯矫禮礼稱称穀谷穩稳窩窝窮穷競竞篩筛簡简籤签粧妆糉粽紀纪納纳紛纷級级細细終终統统綁绑經经緊紧緩缓"
    "編编練练縮缩織织繞绕續续纏缠義义習习聞闻聲声職职脈脉腦脑膠胶膽胆臉脸臨临興兴舉举艙舱艱艰荳豆莖茎萊莱葷荤蒼苍蓋盖薦荐藥药蘆芦虛虚螞蚂蠟蜡製制複复襯衬視视"
    "親亲覺觉觸触託托評评試试詢询詳详語语誤误論论諸诸識识證证譯译貓猫負负財财販贩貪贪責责貯贮貴贵貼贴資资賠赔質质贏赢踐践軍军軟软較较載载輛辆輪轮輸输迴回郵邮"
    "醜丑釀酿釋释釣钓鈴铃銀银錄录鍵键鏡镜鑰钥鑽钻閃闪閒闲陣阵階阶雖虽響响頁页頓顿額额飛飞養养餓饿館馆饞馋駐驻騙骗驚惊體体鬧闹鱉鳖鳥鸟鴉鸦鶏鸡黨党"
)
_SPACES: Final = "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\u2800\u3164"
_MARKS: Final = (
    ("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\u2500\u2501", "-"),
    ("×✖✕╳✗＊✱", "*"),
    ("➕﹢", "+"),
    ("｡", "。"),
    ("︰﹕∶", ":"),
    ("﹐", ","),
    ("﹔", ";"),
    ("〔［「『", "["),
    ("〕］」』", "]"),
    ("﹙", "("),
    ("﹚", ")"),
    ("〜～∼", "~"),
    ("￥", "¥"),
    ("﹟", "#"),
    ("﹫", "@"),
    ("・‧•∙", "·"),
    ("\u2028\u2029\u0085\u000b\u000c\r", "\n"),
)


def _table() -> dict[int, str]:
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    table |= {ord(mark): into for marks, into in _MARKS for mark in marks}
    table |= {ord(space): " " for space in _SPACES}
    table |= {code: chr(code + 32) for code in range(ord("A"), ord("Z") + 1)}
    table |= {code: chr(code - 0xFEE0 + 32) for code in range(ord("Ａ"), ord("Ｚ") + 1)}
    table |= {ord(old): new for old, new in zip(_TRADITIONAL[::2], _TRADITIONAL[1::2], strict=True)}
    return table


_FOLDED: Final = _table()


def fold(text: str) -> str:
    """Text of the same length: half-width, lower case, one kind of space, vocabulary in simplified script."""
    return text.translate(_FOLDED)
