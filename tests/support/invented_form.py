"""A small invented form: what the exporters make of it they cannot know from the official one."""

INVENTED = """
edition = "invented"
name = "小表"
source = "测试"
first_year = 2020
title = "{year}年<小报告>—{unit}"
default_kind = "shop"
kinds = [{ id = "shop", label = "商店" }]
contact = [
    { id = "office", label = "联系部门" },
    { id = "address", label = "地址" },
    { id = "postcode", label = "邮编", variants = ["邮政编码"] },
    { id = "telephone", label = "电话" },
    { id = "fax", label = "传真" },
    { id = "email", label = "电子邮箱" },
]
sections = [
    { id = "words", heading = "一、文字" },
    { id = "sales", heading = "二、销售", table = "stock", guide = "填销售" },
    { id = "people", heading = "", table = "staff" },
]

[[tables]]
id = "stock"
title = "库存[一]/*?:共有三十一个字以上的表名三十一个字以上的表名三十一个字以上的表名"
widths = [3, 5, 2, 2, 2]
headers = "body"
unit = "箱"

[[tables.blocks]]
banner = "=1+1 & 甲"
corner = "品种"
columns = [
    { id = "north", labels = ["仓库", "北"], type = "amount" },
    { id = "south", labels = ["仓库", "南"], type = "amount" },
    { id = "all", labels = ["合计"], type = "amount" },
]
rows = [
    { id = "fruit.apples", labels = ["水果", "苹果"] },
    { id = "fruit.pears", labels = ["水果", "梨"] },
    { id = "bread", labels = ["面包"] },
]

[[tables]]
id = "staff"
title = "库存[一]/*?:共有三十一个字以上的表名三十一个字以上的表名三十一个字以上的表名"
widths = [1, 1, 1, 1]
headers = "frozen"

[[tables.blocks]]
columns = [
    { id = "change", labels = ["人员", "增减"], type = "signed" },
    { id = "left", labels = ["人员", "离开"] },
    { id = "remark", labels = ["人员", "备注"], type = "text" },
    { id = "more", labels = ["另注"], type = "text" },
]
rows = [{ id = "", labels = [] }]

[[equations]]
rule = "stock.across"
label = "A"
title = "合计 ＝ 北 ＋ 南"
table = "stock"
each = "row"
left = ["north", "south"]
right = ["all"]
fills = true
broken = "{instance}"
exceeded = "{instance}"
offered = "{instance}"

[[rules]]
rule = "blank"
title = "不留空格"
severity = "hint"
message = "{section}：还有 {count} 格未填（{where}）。"

[[rules]]
rule = "negative"
title = "不能是负数"
severity = "error"
message = "{section}{cell}{value}"

[[rules]]
rule = "whole"
title = "整数"
severity = "error"
message = "{section}{cell}{value}"
"""

SMALL = """
edition = "small"
name = "小表"
source = "测试"
first_year = 2020
title = "{unit}{year}年小报告"
default_kind = "shop"
kinds = [{ id = "shop", label = "商店" }]
contact = [
    { id = "office", label = "联系部门" },
    { id = "address", label = "地址" },
    { id = "postcode", label = "邮编", variants = ["邮政编码"] },
    { id = "telephone", label = "电话" },
    { id = "fax", label = "传真" },
    { id = "email", label = "电子邮箱" },
]
sections = [
    { id = "sales", heading = "一、销售", table = "stock", guide = "填销售" },
    { id = "words", heading = "二、文字" },
]

[[tables]]
id = "stock"
title = "库存"
widths = [2, 1, 1, 1]
headers = "frozen"
unit = "箱"

[[tables.blocks]]
corner = "品种"
columns = [
    { id = "north", labels = ["仓库", "北"] },
    { id = "south", labels = ["仓库", "南"] },
    { id = "all", labels = ["合计"] },
]
rows = [
    { id = "apples", labels = ["苹果"] },
    { id = "pears", labels = ["梨"] },
    { id = "fruit", labels = ["全部"] },
]

[[equations]]
rule = "stock.down"
label = "A"
title = "全部 ＝ 苹果 ＋ 梨"
table = "stock"
each = "column"
left = ["apples", "pears"]
right = ["fruit"]
fills = true
broken = "{instance}：{left} ＝ {expected}，但为 {actual}，相差 {difference} {unit}。"
exceeded = "{instance}：超出 {difference} {unit}。"
offered = "{instance}：“{blank}”推算为 {value}。"

[[equations]]
rule = "stock.across"
label = "B"
title = "合计 ＝ 北 ＋ 南"
table = "stock"
each = "row"
left = ["north", "south"]
right = ["all"]
fills = true
broken = "{instance}：{left} ＝ {expected}，但为 {actual}，相差 {difference} {unit}。"
exceeded = "{instance}：超出 {difference} {unit}。"
offered = "{instance}：“{blank}”推算为 {value}。"

[[rules]]
rule = "blank"
title = "不留空格"
severity = "hint"
message = "{section}：还有 {count} 格未填（{where}）。"

[[rules]]
rule = "negative"
title = "不能是负数"
severity = "error"
message = "{section}{cell}{value}"

[[rules]]
rule = "whole"
title = "整数"
severity = "error"
message = "{section}{cell}{value}"
"""
