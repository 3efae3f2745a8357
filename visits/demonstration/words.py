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

CLOSED_REASONS = ["展品检修，闭展一天", "停电，闭馆一天", "大风天气，临时闭馆", "馆内消防演练"]
RETURN_REASONS = ["与到馆人次相比偏高，请核对后重新上报", "未成年人数与团体预约记录不符，请核对"]
NOTES = ["学校团体参观", "周边乡镇组织参观", "配合科技活动周", "雨天，人数较少"]
SUSPENDED = "展厅空调检修，临时闭展"
CANCELLED = "馆舍改造，取消本站"
POSTPONED = "展厅另有安排，延期举办"
ENGLISH_LIBRARY = "{division} Demonstration Library"
