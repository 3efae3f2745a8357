"""What the demonstration says: Chinese and English side by side."""

EXHIBITION = ("流动科技馆示范巡展", "Travelling Science Museum (demonstration)")
EXHIBITION_TEXT = (
    "仅供示范：约五十件互动展品，分三个展区，在县级公共图书馆巡回展出。",
    "For demonstration only: some fifty interactive exhibits in three zones tour county libraries.",
)
PROGRAMME = ("示范巡展（数据为示例）", "Demonstration tour (example data)")
PROGRAMME_SHORT = ("示范", "Demonstration")
PROGRAMME_NOTE = (
    "示例数据：不代表任何图书馆的真实情况，不计入任何真实项目。",
    "Example data: they describe no real library and are part of no real programme.",
)

ZONES = {"科学探索": "Exploring science", "科学生活": "Science in life", "科学实践": "Science in practice"}
# Code, zone, name, name in English.
EXHIBITS = [
    ("A01", "科学探索", "雅各布天梯", "Jacob's ladder"),
    ("A02", "科学探索", "小球旅行记", "Journey of a ball"),
    ("A03", "科学探索", "听话的小球", "Obedient ball"),
    ("A04", "科学探索", "光的路径", "Path of light"),
    ("B01", "科学生活", "心脏的跳动", "Beating of the heart"),
    ("B02", "科学生活", "骑行发电", "Power by bicycle"),
    ("B03", "科学生活", "食物金字塔", "Food pyramid"),
    ("B04", "科学生活", "净水小卫士", "Clean water"),
    ("C01", "科学实践", "机器人表演", "Robots at play"),
    ("C02", "科学实践", "数字积木", "Digital bricks"),
    ("C03", "科学实践", "立体搭建", "Building in three dimensions"),
    ("C04", "科学实践", "虚拟漫游", "Virtual tour"),
]

# Kind, title, title in English.
EVENTS = [
    ("lecture", "科普讲座：身边的物理", "Lecture: physics around us"),
    ("reading_session", "科普图书共读", "Reading popular science together"),
    ("workshop", "小小讲解员体验", "Young explainers"),
    ("film", "科普电影放映", "Science film"),
]

ONLINE = ("online_resource", "线上展厅（示范）", "Online hall (demonstration)")
ONLINE_ADDRESS = "https://example.org/online-hall"
HALL = ("一楼展厅", "Exhibition hall, ground floor")
EVENT_PLACES = [
    ("一楼报告厅", "Lecture hall, ground floor"),
    ("少儿阅览室", "Children's reading room"),
    ("展厅", "Exhibition hall"),
    ("三楼多功能厅", "Multi-purpose hall, second floor"),
]
SPEAKERS = [
    ("县科协科普讲师", "Science lecturer, county association for science and technology"),
    ("县中学物理教师", "Physics teacher, county secondary school"),
    ("馆员", "Librarian"),
    ("流动科技馆辅导员", "Instructor of the touring museum"),
]
EVENT_CANCELLED = ["主讲人因故未到", "大风天气，取消", "停电，取消"]
# Examples without ISBN: no real book is claimed to be recommended.
BOOKS = [
    ("示范书目一：身边的物理", "配合“声光体验”展区"),
    ("示范书目二：做一个小实验", "亲子共读"),
    ("示范书目三：科学家的故事", ""),
]

CLOSED_REASONS = ["展品检修，闭展一天", "停电，闭馆一天", "大风天气，临时闭馆", "馆内消防演练"]
RETURN_REASONS = ["与到馆人次相比偏高，请核对后重新上报", "未成年人数与团体预约记录不符，请核对"]
NOTES = ["学校团体参观", "周边乡镇组织参观", "配合科技活动周", "雨天，人数较少"]
SUSPENDED = "展厅空调检修，临时闭展"
CANCELLED = "馆舍改造，取消本站"
POSTPONED = "展厅另有安排，延期举办"
ENGLISH_LIBRARY = "{division} Demonstration Library"
CLOSING_RETURN_REASON = "到馆人次缺统计方法说明，请补充后重新上报"
CLOSING_REPAIRS = ["更换骑行发电链条一次", "光的路径更换光源一次", "机器人表演重启后恢复，已报备"]
CLOSING_NO_REPAIRS = "无"
CLOSING_NO_INCIDENTS = "无安全事件"
CLOSING_COMMENTS = [
    "周末学校团体较多，建议增加一名辅导员。",
    "乡镇中小学希望延长展期。",
    "展品说明建议增加大字版。",
    "与科普图书共读结合效果较好，建议保留。",
]
