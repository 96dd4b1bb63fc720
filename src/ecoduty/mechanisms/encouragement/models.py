"""The tables of encouragement, gathered for Django; each is written in its own room."""

from __future__ import annotations

from ecoduty.mechanisms.encouragement.achievement.models import AchievementReading
from ecoduty.mechanisms.encouragement.capacity.models import Amount, CapacityReturn, CapacityStandard, Target
from ecoduty.mechanisms.encouragement.commendation.models import Commendation, Objection
from ecoduty.mechanisms.encouragement.protection.models import Coverage, Protection
from ecoduty.mechanisms.encouragement.tolerance.models import Exemption, Inquiry
from ecoduty.mechanisms.encouragement.training.models import Attendance, Course, TrainingPlan

__all__ = [
    "AchievementReading",
    "Amount",
    "Attendance",
    "CapacityReturn",
    "CapacityStandard",
    "Commendation",
    "Course",
    "Coverage",
    "Exemption",
    "Inquiry",
    "Objection",
    "Protection",
    "Target",
    "TrainingPlan",
]
