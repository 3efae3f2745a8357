"""What the examples of the partnership say: Chinese and English side by side, each named an example."""

from typing import Any

ADDRESS = "https://example.org/demonstration/"  # nobody's; the job that looks at links leaves examples alone
NEEDED = ["exhibitions", "activities", "exchange", "literature", "digital", "technology"]
UNITS = {
    "NLC": ("社会教育部门（示范）", "Department of public education (example)"),
    "LSC": ("阅读推广部门（示范）", "Department of reading promotion (example)"),
    "CSTM": ("展览教育部门（示范）", "Department of exhibitions and education (example)"),
}
INITIATIVE_TEXT = (
    "仅供示范：用来说明项目、里程碑、指标与成果如何登记。",
    "For demonstration only: shows how initiatives, milestones, indicators and outputs are entered.",
)
# Kind of area; title; state; days since it began; owners; indicator (what is counted, title, unit, target);
# milestones (title, days since due, days since reached).
INITIATIVES: list[tuple[Any, ...]] = [
    (
        "exhibitions",
        "流动科技馆县级图书馆巡展（示范）",
        "County library tour (demonstration)",
        "running",
        600,
        ["LSC", "CSTM"],
        ("libraries", "已覆盖县级公共图书馆", "County libraries covered", "馆", "libraries", 200),
        [
            ("首批承办馆确认", "First hosts confirmed", 520, 530),
            ("中期评估", "Mid-term review", -60, None),
        ],
    ),
    (
        "activities",
        "科普讲座与主题教育进校园、进社区（示范）",
        "Lectures and themed education on campus and in communities (demonstration)",
        "running",
        500,
        ["NLC", "CSTM"],
        ("activities", "已举办活动", "Activities held", "场", "activities", 20),
        [("年度活动日历发布", "Calendar of the year published", 250, 245)],
    ),
    (
        "exchange",
        "图书馆员与科普辅导员互访（示范）",
        "Exchange of librarians and science educators (demonstration)",
        "running",
        400,
        ["NLC", "LSC", "CSTM"],
        ("exchanges", "已举办交流", "Exchanges held", "次", "exchanges", 4),
        [("培训课程大纲定稿", "Syllabus agreed", 30, None)],
    ),
    (
        "literature",
        "展品配套推荐书目（示范）",
        "Reading that goes with the exhibits (demonstration)",
        "running",
        450,
        ["NLC", "CSTM"],
        ("publications", "合作出版物", "Joint publications", "种", "titles", 3),
        [("书目评审", "Selection reviewed", 180, 175)],
    ),
    (
        "digital",
        "科普数字资源共建（示范）",
        "Digital resources built together (demonstration)",
        "running",
        480,
        ["NLC", "CSTM"],
        ("resource_uses", "数字资源使用", "Uses of digital resources", "次", "uses", 50000),
        [("共享目录上线", "Shared catalogue online", 260, 250)],
    ),
    (
        "technology",
        "数字图书馆与数字科技馆互嵌（示范）",
        "Digital Library and Digital Science Museum embedded in one another (demonstration)",
        "trial",
        300,
        ["NLC", "CSTM"],
        ("outputs", "已开通入口", "Entries opened", "个", "entries", 6),
        [
            ("接口联调", "Interfaces tested together", 100, 96),
            ("正式开通", "In regular service", -30, None),
        ],
    ),
]
OUTPUTS = [
    ("手机图书馆入口（示范）", "Entry in the Mobile Library (example)"),
    ("数字图书馆专题入口（示范）", "Topic entry in the Digital Library (example)"),
    ("数字科技馆书目入口（示范）", "Reading list in the Digital Science Museum (example)"),
]
EVIDENCE = ("上线截图说明（示范）", "Note on going online (example)")
HALL = ("示范展厅", "Demonstration hall")
EXHIBITIONS = [
    ("馆藏科技典籍主题展（示范）", "Old books of science and technology (example)", HALL),
    ("光与影互动展（示范）", "Light and shadow (example)", HALL),
    ("身边的数学展（示范）", "Mathematics around us (example)", HALL),
]
PRODUCTS = [
    ("teaching_kit", "简易天文教具包（示范）", "Simple astronomy kit (example)"),
    ("cultural", "科技典籍文创书签（示范）", "Bookmarks from old science books (example)"),
]
# Month, day, kind, campaign, title, place, owner; the same each year, so that years can be compared.
ACTIVITIES = [
    (
        3,
        12,
        "lecture",
        "",
        "科普讲座：种子的旅行（示范）",
        "Lecture: journey of a seed (example)",
        "示范报告厅",
        "NLC",
    ),
    (
        4,
        22,
        "campus",
        "world-book-day",
        "科普共读进校园（示范）",
        "Reading science at school (example)",
        "示范学校",
        "NLC",
    ),
    (
        4,
        23,
        "lecture",
        "world-book-day",
        "世界读书日讲座（示范）",
        "Lecture on World Book Day (example)",
        "示范报告厅",
        "NLC",
    ),
    (
        5,
        20,
        "community",
        "science-and-technology-activity-week",
        "科技活动周进社区（示范）",
        "Activity Week in the community (example)",
        "示范社区",
        "CSTM",
    ),
    (
        5,
        22,
        "campus",
        "science-and-technology-activity-week",
        "科学实验进校园（示范）",
        "Experiments at school (example)",
        "示范学校",
        "CSTM",
    ),
    (
        7,
        15,
        "summer_camp",
        "",
        "青少年科学夏令营（示范）",
        "Youth science camp (example)",
        "示范营地",
        "CSTM",
    ),
    (
        8,
        10,
        "summer_camp",
        "",
        "图书馆里的科学营（示范）",
        "Science camp in the library (example)",
        "示范馆",
        "NLC",
    ),
    (
        9,
        19,
        "lecture",
        "",
        "科普讲座：认识芯片（示范）",
        "Lecture: what a chip is (example)",
        "示范报告厅",
        "CSTM",
    ),
    (
        10,
        18,
        "community",
        "",
        "社区科学集市（示范）",
        "Science fair in the community (example)",
        "示范社区",
        "CSTM",
    ),
    (
        12,
        20,
        "lecture",
        "",
        "科普讲座：冬至的天空（示范）",
        "Lecture: the sky at winter solstice (example)",
        "示范报告厅",
        "NLC",
    ),
]
PLACES = {
    "示范报告厅": "Demonstration lecture hall",
    "示范学校": "Demonstration school",
    "示范社区": "Demonstration neighbourhood",
    "示范营地": "Demonstration camp",
    "示范馆": "Demonstration library",
}
EXCHANGES = [
    ("forum", "图书馆与科普论坛（示范）", "Forum on libraries and science popularization (example)"),
    ("research", "县域科普阅读联合研究（示范）", "Joint study of science reading in counties (example)"),
    ("training", "馆员科普能力培训（示范）", "Training of librarians in science popularization (example)"),
]
HOLDING = (
    "科普图书专题书目库（示范）",
    "Bibliography of popular science (example)",
    ("各合作馆可检索（示范）", "May be searched at every partner library (example)"),
)
PUBLICATION = "示范出版物：身边的科学"
PUBLISHER = "示范出版社"
RIGHTS = ("合作馆馆内与线上使用（示范）", "Use at the partner libraries and online (example)")
RESOURCES = [
    ("video", "科普短片：光的路径（示范）", "Short film: path of light (example)", "CSTM"),
    ("online_exhibition", "线上展厅：古代科技（示范）", "Online hall: ancient technology (example)", "NLC"),
    ("ar", "AR 展品卡（示范）", "AR cards of exhibits (example)", "CSTM"),
    ("vr", "VR 漫游展厅（示范）", "VR walk through a hall (example)", "CSTM"),
    ("3d", "浑仪三维模型（示范）", "3-D model of an armillary sphere (example)", "CSTM"),
    ("course", "微课：怎样读科普书（示范）", "Short course: reading popular science (example)", "NLC"),
]
# Sites that would embed us: name, origin (nobody's: .example), purpose, owner, and how often a widget is shown a day.
EMBEDDINGS = [
    (
        ("国家数字图书馆（示范）", "National Digital Library (example)"),
        "https://digital-library.example",
        ("专题页展示各省覆盖进度（示范）", "Coverage by province on a topic page (example)"),
        "NLC",
        {"coverage": 180, "reading": 40},
    ),
    (
        ("手机图书馆（示范）", "Mobile Library (example)"),
        "https://mobile-library.example",
        ("首页展示最近的巡展站点（示范）", "Next stops on the start page (example)"),
        "NLC",
        {"stops": 260},
    ),
    (
        ("中国数字科技馆（示范）", "China Digital Science and Technology Museum (example)"),
        "https://digital-museum.example",
        ("展览频道展示站点与书目（示范）", "Stops and reading list in the exhibition channel (example)"),
        "CSTM",
        {"stops": 90, "reading": 60},
    ),
]
# Campaign, first and last day as (month, day); examples, the real days are entered by people.
EDITIONS = [
    ("world-book-day", (4, 20), (4, 26)),
    ("science-and-technology-activity-week", (5, 18), (5, 25)),
]
THEME = ("示范主题", "Theme of the example")
AIM = (
    "仅供示范：六个领域各有一件年内要完成的事，年末对照指标回顾。",
    "For demonstration only: one thing to be done in each area, looked back on with its indicators at the end.",
)
PLAN = [
    (
        "exhibitions",
        "完成年度巡展排期（示范）",
        "Schedule the tour of the year (example)",
        "LSC",
        (3, 31),
        "done",
    ),
    (
        "activities",
        "举办全年科普活动（示范）",
        "Hold the activities of the year (example)",
        "NLC",
        (11, 30),
        "partly",
    ),
    ("exchange", "举办馆员培训（示范）", "Train librarians (example)", "LSC", (9, 30), "done"),
    ("literature", "发布推荐书目（示范）", "Publish the reading list (example)", "NLC", (4, 23), "done"),
    (
        "digital",
        "新增数字资源（示范）",
        "Share new digital resources (example)",
        "CSTM",
        (10, 31),
        "not_done",
    ),
    ("technology", "开通互嵌入口（示范）", "Open the embedded entries (example)", "CSTM", (12, 31), ""),
]
