"""Writes `visits_structure.xml`: the structure of the visits' statistics in SDMX-ML 2.1, by the client sdmx1.

Run it when a vocabulary gets another word: `python manage.py shell < api/document/data/build_structure.py`. A test compares.
"""

from datetime import UTC, datetime
from pathlib import Path

import sdmx
from sdmx.message import StructureMessage
from sdmx.model import common, v21

from api.figures.statistics_table import ATTRIBUTES, DIMENSIONS, FREQUENCIES, TOTAL
from api.tables.labels import both
from visits.vocabulary import Audience, Measure, Status

TARGET = Path("api/document/data/visits_structure.xml")
AGENCY = common.Agency(id="TOUREXHIBIT")
KEPT = {"maintainer": AGENCY, "version": "1.0", "is_final": True, "is_external_reference": False}
TOTAL_WORDS = {"zh": "合计", "en": "Total"}


def code_list(name, words):
    codes = {code: common.Code(id=code, name=label) for code, label in words.items()}
    return common.Codelist(id=name, name=name, items=codes, **KEPT)


LISTS = {
    "FREQ": code_list("CL_FREQ", {"D": {"zh": "日", "en": "Daily"}, "M": {"zh": "月", "en": "Monthly"}, "A": {"zh": "年", "en": "Annual"}}),
    "MEASURE": code_list("CL_MEASURE", both(Measure)),
    "AUDIENCE": code_list("CL_AUDIENCE", {TOTAL: TOTAL_WORDS, **both(Audience)}),
    "FIGURE": code_list("CL_FIGURE", both(Status)),
    "OBS_STATUS": code_list("CL_OBS_STATUS", {"A": {"zh": "正常", "en": "Normal"}, "M": {"zh": "缺失", "en": "Missing"}, "P": {"zh": "暂定", "en": "Provisional"}}),
}  # fmt: skip
assert set(FREQUENCIES.values()) == set(LISTS["FREQ"].items)  # noqa: S101 - a generator
concepts = common.ConceptScheme(id="VISITS_CONCEPTS", name="Visits", **KEPT)
for name in [*DIMENSIONS, "OBS_VALUE", *ATTRIBUTES]:
    concepts.append(common.Concept(id=name, name=name))
structure = v21.DataStructureDefinition(id="VISITS", name={"zh": "人次", "en": "Visits in person-times"}, **KEPT)  # fmt: skip
for place, name in enumerate(DIMENSIONS, 1):
    kind = common.TimeDimension if name == "TIME_PERIOD" else common.Dimension
    coded = common.Representation(enumerated=LISTS[name]) if name in LISTS else None
    structure.dimensions.append(
        kind(id=name, concept_identity=concepts[name], order=place, local_representation=coded)
    )
structure.measures.append(v21.PrimaryMeasure(id="OBS_VALUE", concept_identity=concepts["OBS_VALUE"]))
for name in ATTRIBUTES:
    coded = common.Representation(enumerated=LISTS[name]) if name in LISTS else None
    structure.attributes.append(
        common.DataAttribute(
            id=name,
            concept_identity=concepts[name],
            usage_status=common.UsageStatus["conditional"],
            related_to=v21.PrimaryMeasureRelationship(),
            local_representation=coded,
        )
    )
flow = v21.DataflowDefinition(id="VISITS", name=structure.name, **KEPT, structure=structure)  # fmt: skip
message = StructureMessage()
message.header = sdmx.message.Header(
    id="VISITS", prepared=datetime(2026, 11, 26, tzinfo=UTC), sender=common.Agency(id="TOUREXHIBIT")
)
for each in [*LISTS.values(), concepts, structure, flow]:
    message.add(each)
TARGET.write_bytes(sdmx.to_xml(message, pretty_print=True))
