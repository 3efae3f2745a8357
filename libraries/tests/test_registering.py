"""Libraries in bulk: what is read, what is refused row by row, and that it is all or nothing, again and again."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from libraries.models import CountyLibrary, DivisionSuccession
from libraries.registering import LARGEST_FILE, MOST_ROWS, Registration, decode, read
from tourexhibit.tests import factories

pytestmark = pytest.mark.django_db

HEADED = "行政区划代码,名称,英文名称,地址\n330521,德清县图书馆,Deqing County Library,千秋街\n360982,樟树市图书馆,,\n"


@pytest.fixture(autouse=True)
def divisions():
    for code in ("330521", "360982"):
        factories.division(code)


def stored():
    return list(CountyLibrary.objects.values_list("division__code", "name", "name_en", "address"))


BOTH = [("330521", "德清县图书馆", "Deqing County Library", "千秋街"), ("360982", "樟树市图书馆", "", "")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_encodings_of_a_file(encoding):
    Registration(read(decode(HEADED.encode(encoding)))).store(by=None)
    assert stored() == BOTH


@pytest.mark.parametrize(
    "text",
    [
        HEADED,
        HEADED.replace(",", "\t"),
        HEADED.replace(",", "，"),
        HEADED.replace("\n", "\r\n") + "\r\n\r\n",
        HEADED.replace("\n", "\r"),
        HEADED.split("\n", 1)[1],
        "address,Name,备注,Division_Code,name_en\n千秋街,德清县图书馆,x,330521,Deqing County Library\n,樟树市图书馆,,360982\n",
        '行政区划代码,名称,英文名称,地址\n３３０５２１,　德清县图书馆 ,Deqing County Library,"千秋街"\n360982,樟树市\u200b图书馆\n',
    ],
)
def test_the_ways_people_write_a_table(text):
    Registration(read(text)).store(by=None)
    assert stored() == BOTH


def test_again_changes_nothing_and_adds_what_is_new():
    by = factories.user()
    Registration(read(HEADED)).store(by=by)
    CountyLibrary.objects.filter(name="樟树市图书馆").update(address="新址")
    registration = Registration(read(HEADED + "330521,德清县少年儿童图书馆\n"))
    assert [(row.number, row.known) for row in registration.rows] == [(2, True), (3, True), (4, False)]
    assert [library.name for library in registration.store(by=by)] == ["德清县少年儿童图书馆"]
    assert Registration(read(HEADED)).store(by=by) == []
    assert CountyLibrary.objects.count() == 3
    assert CountyLibrary.objects.get(name="樟树市图书馆").address == "新址"
    assert list(CountyLibrary.history.values_list("history_type", "history_user")) == [("+", by.pk)] * 3


@pytest.mark.parametrize(
    ("row", "error"),
    [
        ("33052,甲", "not six digits"),
        ("3305210,甲", "not six digits"),
        ("德清,甲", "not six digits"),
        (",甲", "not six digits"),
        ("330599,甲", "No division has the code 330599."),
        ("330000,甲", "not at county level"),
        ("330521,", "The name is missing."),
        ("330521," + "甲" * 81, "longer than 80 characters"),
        ("330521,甲," + "a" * 161, "longer than 160 characters"),
        ("330521,甲,," + "地" * 201, "longer than 200 characters"),
        ('330521,"甲\n乙"', "control characters"),
        ("330521,甲\x07", "control characters"),
        ("330521,甲\ud83d", "control characters"),
        ("360982,樟树市图书馆", "The same library as in row 2."),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_stored(row, error):
    text = f"行政区划代码,名称,英文名称,地址\n360982,樟树市图书馆,,\n{row}\n"
    with translation.override("en"):
        registration = Registration(read(text))
        assert len(registration.refused) == 1
        assert error in registration.refused[0].errors[0]
        with pytest.raises(ValidationError) as refusal:
            registration.store(by=None)
    assert len(refusal.value.messages) == 1
    assert stored() == []


def test_an_ended_division_names_what_became_of_it():
    ended = factories.division("330501", name="某县", current=False)
    DivisionSuccession.objects.create(
        predecessor=ended, successor=factories.division("330502", name="某区"), kind="upgraded", source="x"
    )
    with translation.override("zh-hans"):
        registration = Registration(read("330501,某县图书馆"))
        assert "某区 330502" in registration.refused[0].errors[0]


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04 a workbook",
        b"\xd0\xcf\x11\xe0 an old workbook",
        b"\x81\x00\xff\xff",
        b"330521,a\x00b",
        b"",
        b"\n \n,,\n",
        "行政区划代码,名称\n".encode(),
        "行政区划代码,地址\n330521,街\n".encode(),
        "名称,名称,行政区划代码\n甲,乙,330521\n".encode(),
        '330521,"甲\n'.encode(),
        b"x" * (LARGEST_FILE + 1),
        "330521,甲\n".encode() * (MOST_ROWS + 1),
    ],
)
def test_what_is_no_table_at_all(data):
    with pytest.raises(ValidationError):
        read(decode(data))


def test_the_command(tmp_path, capsys):
    file = tmp_path / "libraries.csv"
    file.write_text(HEADED, encoding="gb18030")
    call_command("register_libraries", str(file), "--dry-run")
    assert stored() == []
    call_command("register_libraries", str(file))
    call_command("register_libraries", str(file))
    assert stored() == BOTH
    assert capsys.readouterr().out.splitlines() == [
        "to register: 2, registered before: 0",
        "registered: 2, registered before: 0",
        "registered: 0, registered before: 2",
    ]
    file.write_text(HEADED + "999999,甲\n", encoding="utf-8")
    for options in ([], ["--dry-run"]):
        with pytest.raises(CommandError):
            call_command("register_libraries", str(file), *options)
    with pytest.raises(CommandError):
        call_command("register_libraries", str(tmp_path / "none.csv"))


def test_many_codes_that_ended_ask_as_often_as_one():
    now, lines, counts = factories.division("330522"), [], []
    for number in range(3):
        then = factories.division(f"33059{number}", current=False)
        DivisionSuccession.objects.create(
            predecessor=then, successor=now, year=2015, kind="merged", source="GB/T 2260"
        )
        lines.append(f"33059{number},馆{number}")
        with CaptureQueriesContext(connection) as queries:
            registration = Registration(read("\n".join(lines)))
        assert [now.code in "".join(row.errors) for row in registration.rows] == [True] * len(lines)
        counts.append(len(queries))
    assert counts == [counts[0]] * 3
