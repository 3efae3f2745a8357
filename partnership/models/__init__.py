"""Why the tour exists: the institutions and their agreement, its six areas and what is done in them, programmes.

Records of the cooperation are written by `partnership.recording`, the health of links by `partnership.links`; both are
facts. Whatever is summed over them is derived when it is read (`pages.partnership`).
"""

from partnership.embedding import Embedding, EmbeddingUse
from partnership.models.agreement import (
    Agreement,
    AgreementDocument,
    AgreementPart,
    BackgroundFact,
    CooperationArea,
    Organisation,
    Signature,
)
from partnership.models.area_records import (
    Activity,
    AreaRecord,
    Exchange,
    JointExhibition,
    JointPublication,
    Product,
    SharedHolding,
)
from partnership.models.campaigns import Campaign, CampaignEdition
from partnership.models.initiatives import (
    Evidence,
    Indicator,
    Initiative,
    Milestone,
    Output,
    ResponsibleUnit,
)
from partnership.models.programmes import Programme, ProgrammeQuerySet, Target
from partnership.models.records import Attachment, Record, RecordQuerySet
from partnership.models.resources import DigitalResource, LinkHealth, ResourceOpening, ResourceUse
from partnership.models.work_plans import WorkPlan, WorkPlanItem
from partnership.publications import Publication

__all__ = [
    "Activity",
    "Agreement",
    "AgreementDocument",
    "AgreementPart",
    "AreaRecord",
    "Attachment",
    "BackgroundFact",
    "Campaign",
    "CampaignEdition",
    "CooperationArea",
    "DigitalResource",
    "Embedding",
    "EmbeddingUse",
    "Evidence",
    "Exchange",
    "Indicator",
    "Initiative",
    "JointExhibition",
    "JointPublication",
    "LinkHealth",
    "Milestone",
    "Organisation",
    "Output",
    "Product",
    "Programme",
    "ProgrammeQuerySet",
    "Publication",
    "Record",
    "RecordQuerySet",
    "ResourceOpening",
    "ResourceUse",
    "ResponsibleUnit",
    "SharedHolding",
    "Signature",
    "Target",
    "WorkPlan",
    "WorkPlanItem",
]
