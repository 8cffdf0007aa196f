"""Lines that stand around a report on a web page or on paper, and are no part of it.

In: one line of text. Out: whether it ends the report, belongs to a table of contents, or describes the page.

    ends_report("上一篇：2022年年报")                     →  True
    is_contents("一、总体情况........................1")  →  True
    is_page_info("来源：县水利局 发布时间：2024-01-20")   →  True
"""

import re

_LONGEST = 120  # characters of a line around a report

# A line that begins with one of these ends the report.
_END = re.compile(
    r"""
    [\s【\[〖|·•>»«]*                                        # signs in front: "【关闭窗口】", "> 返回首页"
    (?:
        上一[篇条页] | 下一[篇条页]                          # "上一篇：2022年年报"
      | 版权所有 | 主办(?:单位)?[:：] | 承办(?:单位)?[:：]   # "主办单位：示例县人民政府"
      | 技术支持 | 网站地图 | 网站标识码 | 联系我们 | 关于我们
      | 分享[到至:：]                                        # "分享到：微信"
      | (?:打印|关闭|分享|收藏) (?:窗口|本页|此页)?          # "打印本页", "关闭 |"; not "关闭政府网站2家"
        (?= [\s】\]〗|] | $ )
      | 返回顶部 | 返回首页
      | 责任编辑 | 责编[:：] | 编辑[:：]                     # "责任编辑：张三"
      | 扫一扫 | 相关(?:链接|文章|新闻|阅读|稿件) | 友情链接
      | Copyright | ©
      | [\u4e00-\u9fff]ICP备 | [\u4e00-\u9fff]公网安备       # "京ICP备12345678号"
      | 政府网站标识码
    )
    """,
    re.IGNORECASE | re.VERBOSE,
)
# A line between title and text that says when and by whom the page was published, or that operates the page.
_PAGE_INFO = re.compile(
    r"""
    [\s【\[〖|]*
    (?:
        (?:信息|文章|稿件)?来源[:：]                                         # "信息来源：县水利局"
      | (?:发布|发文|成文|更新|公开) (?:时间|日期|机构|单位) [:：]           # "发布时间：2024-01-20"
      | 日期[:：] | 时间[:：] | 字号 | 字体
      | 浏览(?:次数|量)? | 点击(?:数|率|次数)? | 阅读(?:次数|量)? | 访问量   # "浏览次数：120"
      | 作者[:：] | 索引号 | 文号[:：] | 主题(?:词|分类) | 信息分类 | 体裁分类
      | 名\s*称[:：] | 生成日期 | 有效性 | 公开(?:方式|范围|程序)[:：]
      | 当前位置 | 您(?:现在)?(?:的|所在)?(?:的)?位置 | 首页                 # "您现在的位置：首页 > 公开"
      | 目\s*录\s*$ | 大\s*中\s*小 | 【\s*大                                 # "大 中 小"
      | \d{4} [-/年.] \d{1,2} [-/月.] \d{1,2} 日?                            # "2024-01-20 10:11 来源", "2024年1月20日"
        (?: \s+ \d{1,2}:\d{2} (?: :\d{2} )? )?
        \s* (?: 来源 | $ )
    )
    """,
    re.VERBOSE,
)
# The number of a page on a line of its own.
PAGE_NUMBER = re.compile(
    r"""
    \s*
    (?:
        [-–—－─·]+ \s* \d{1,3} \s* [-–—－─·]+                                # "- 4 -", "—12—"
      | 第? \s* \d{1,3} \s* 页 (?: \s* [/，,]? \s* 共 \s* \d{1,3} \s* 页 )?  # "第 3 页", "3页/共12页"
    )
    \s*
    """,
    re.VERBOSE,
)
# How a note below a table begins.
FOOTNOTE = re.compile(
    r"""
    \s*
    (?:
        [*＊※]+ \s*                                           # "*含上年结转"
      | (?:备注|附注|说明|注) \s* \d{0,2} \s* [:：.．、] \s*  # "注：", "备注1."
    )
    (?= \S )
    """,
    re.VERBOSE,
)
# A line of a table of contents ends with the number of a page.
_CONTENTS = re.compile(
    r"""
    [.．·…]{3,}                      # "一、总体情况......1"
  | …+ \s* \d{1,3} \s* $             # "一、总体情况…1"
  | \t \s* [-—]?\d{1,3}[-—]? \s* $   # "一、总体情况<tab>1", "<tab>—1—"
  | \s{2,} \d{1,3} \s* $             # "一、总体情况   1"
    """,
    re.VERBOSE,
)


def ends_report(line: str) -> bool:
    """Whether a line is the first one below a report."""
    return len(line) <= _LONGEST and _END.match(line) is not None


def is_contents(line: str) -> bool:
    """Whether a line belongs to a table of contents."""
    return len(line) <= _LONGEST and _CONTENTS.search(line) is not None


def is_page_info(line: str) -> bool:
    """Whether a line under a title is about the page, not part of the report."""
    return (len(line) <= _LONGEST and _PAGE_INFO.match(line) is not None) or ends_report(line)
