"""What stands around a report on a web page: patterns of lines that are no part of it."""

import re

# A line that begins with one of these ends the report.
END = re.compile(
    r"[\s【\[〖|·•>»«]*(?:上一[篇条页]|下一[篇条页]|版权所有|主办(?:单位)?[:：]|承办(?:单位)?[:：]|技术支持|网站地图|网站标识码|联系我们|关于我们"
    r"|分享[到至:：]|(?:打印|关闭|分享|收藏)(?:窗口|本页|此页)?(?=[\s】\]〗|]|$)|返回顶部|返回首页|责任编辑|责编[:：]|编辑[:：]"
    r"|扫一扫|相关(?:链接|文章|新闻|阅读|稿件)|友情链接|Copyright|©|[\u4e00-\u9fff]ICP备|[\u4e00-\u9fff]公网安备|政府网站标识码)",
    re.IGNORECASE,
)
# A line between title and text that says when and by whom a page was put up, or works it.
ABOUT = re.compile(
    r"[\s【\[〖|]*(?:(?:信息|文章|稿件)?来源[:：]|(?:发布|发文|成文|更新|公开)(?:时间|日期|机构|单位)[:：]|日期[:：]|时间[:：]|字号|字体|浏览(?:次数|量)?|点击(?:数|率|次数)?"
    r"|阅读(?:次数|量)?|访问量|作者[:：]|索引号|文号[:：]|主题(?:词|分类)|信息分类|体裁分类|名\s*称[:：]|生成日期|有效性|公开(?:方式|范围|程序)[:：]"
    r"|当前位置|您(?:现在)?(?:的|所在)?(?:的)?位置|首页|目\s*录\s*$|大\s*中\s*小|【\s*大|\d{4}[-/年.]\d{1,2}[-/月.]\d{1,2}日?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?\s*(?:来源|$))"
)
PAGE_NUMBER = re.compile(
    r"\s*(?:[-–—－─·]+\s*\d{1,3}\s*[-–—－─·]+|第?\s*\d{1,3}\s*页(?:\s*[/，,]?\s*共\s*\d{1,3}\s*页)?)\s*"
)
FOOTNOTE = re.compile(r"\s*(?:[*＊※]+\s*|(?:备注|附注|说明|注)\s*\d{0,2}\s*[:：.．、]\s*)(?=\S)")
_CONTENTS = re.compile(r"[.．·…]{3,}|[…]{1,}\s*\d{1,3}\s*$|\t\s*[-—]?\d{1,3}[-—]?\s*$|\s{2,}\d{1,3}\s*$")
LONGEST = 120  # characters of a line around a report


def ends_report(text: str) -> bool:
    """Whether a line is the first below a report."""
    return len(text) <= LONGEST and END.match(text) is not None


def is_contents(text: str) -> bool:
    """Whether a line belongs to a table of contents."""
    return len(text) <= LONGEST and _CONTENTS.search(text) is not None


def is_page_info(text: str) -> bool:
    """Whether a line under a title speaks of the page."""
    return (len(text) <= LONGEST and ABOUT.match(text) is not None) or ends_report(text)
