"""The tables of encouragement, gathered for Django; each is written in its own room."""

from __future__ import annotations

from ecoduty.mechanisms.encouragement.training.models import Attendance, Course, TrainingPlan

__all__ = ["Attendance", "Course", "TrainingPlan"]
