"""Everything enforcement keeps, room by room."""

from ecoduty.mechanisms.enforcement.administrative.models import (
    AdministrativeCase,
    CoerciveMeasure,
    CorrectionOrder,
    ElementFinding,
    ExcludedPeriod,
    LegalReview,
    Payment,
    PenaltyDecision,
)
from ecoduty.mechanisms.enforcement.case_papers.models import CasePaper
from ecoduty.mechanisms.enforcement.clues.models import Clue, ClueEvidence, ClueObjection, ClueReport, ClueReturn
from ecoduty.mechanisms.enforcement.concerned.models import Concerned
from ecoduty.mechanisms.enforcement.court_enforcement.models import CourtEnforcement, ExecutionStep
from ecoduty.mechanisms.enforcement.damage.models import (
    DamageIntervention,
    DamagePerformance,
    EcoDamage,
    NegotiationMeeting,
)
from ecoduty.mechanisms.enforcement.detention.models import Detention, DetentionSupplement
from ecoduty.mechanisms.enforcement.inquiries.models import LegalInquiry, LegalInquiryTurn
from ecoduty.mechanisms.enforcement.listing.models import Listing, ListingBody, ListingOpinion, ListingProgress
from ecoduty.mechanisms.enforcement.litigation.models import Litigation, LitigationMilestone
from ecoduty.mechanisms.enforcement.meetings.models import (
    JointAgendaItem,
    JointAttendance,
    JointDecision,
    JointMeeting,
    JointPaper,
)
from ecoduty.mechanisms.enforcement.obstruction.models import Obstruction, PoliceSupport
from ecoduty.mechanisms.enforcement.pieces.models import Piece
from ecoduty.mechanisms.enforcement.procuratorial.cases.models import PublicInterestCase
from ecoduty.mechanisms.enforcement.procuratorial.recommendations.models import (
    ProcuratorialRecommendation,
    RecommendationLookBack,
    RecommendationReply,
    RecommendedDemand,
    RecommendedMeasure,
)
from ecoduty.mechanisms.enforcement.procuratorial.supervision.models import LitigationSupervision
from ecoduty.mechanisms.enforcement.reconsidering.models import AdministrativeReconsideration
from ecoduty.mechanisms.enforcement.sharing.entries.models import SharedDecision
from ecoduty.mechanisms.enforcement.sharing.letters.models import PaperLetter
from ecoduty.mechanisms.enforcement.sharing.packages.models import CasePackage, ExchangePartner, ReceivedFile
from ecoduty.mechanisms.enforcement.statistics.models import LegCell, LegDelta, LegRow
from ecoduty.mechanisms.enforcement.transfer.models import CriminalTransfer, TransferPaper, TransferRound

__all__ = [
    "AdministrativeCase",
    "AdministrativeReconsideration",
    "CasePackage",
    "CasePaper",
    "Clue",
    "ClueEvidence",
    "ClueObjection",
    "ClueReport",
    "ClueReturn",
    "CoerciveMeasure",
    "Concerned",
    "CorrectionOrder",
    "CourtEnforcement",
    "CriminalTransfer",
    "DamageIntervention",
    "DamagePerformance",
    "Detention",
    "DetentionSupplement",
    "EcoDamage",
    "ElementFinding",
    "ExchangePartner",
    "ExcludedPeriod",
    "ExecutionStep",
    "JointAgendaItem",
    "JointAttendance",
    "JointDecision",
    "JointMeeting",
    "JointPaper",
    "LegCell",
    "LegDelta",
    "LegRow",
    "LegalInquiry",
    "LegalInquiryTurn",
    "LegalReview",
    "Listing",
    "ListingBody",
    "ListingOpinion",
    "ListingProgress",
    "Litigation",
    "LitigationMilestone",
    "LitigationSupervision",
    "NegotiationMeeting",
    "Obstruction",
    "PaperLetter",
    "Payment",
    "PenaltyDecision",
    "Piece",
    "PoliceSupport",
    "ProcuratorialRecommendation",
    "PublicInterestCase",
    "ReceivedFile",
    "RecommendationLookBack",
    "RecommendationReply",
    "RecommendedDemand",
    "RecommendedMeasure",
    "SharedDecision",
    "TransferPaper",
    "TransferRound",
]
