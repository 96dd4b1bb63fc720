"""Acts and the one gate: act tables say what may happen, perform() makes it happen or refuses."""

from ecoduty.kernel.flow.actor import Actor
from ecoduty.kernel.flow.data import ActData
from ecoduty.kernel.flow.gate import Done, Item, Outcome, perform, perform_many
from ecoduty.kernel.flow.options import Option, options
from ecoduty.kernel.flow.refusal import Refused
from ecoduty.kernel.flow.registry import register, table, tables
from ecoduty.kernel.flow.subject import Store, Subject
from ecoduty.kernel.flow.table import Act, ActTable, Attempt, Guard, State, Who

__all__ = [
    "Act", "ActData", "ActTable", "Actor", "Attempt", "Done", "Guard", "Item", "Option", "Outcome", "Refused", "State",
    "Store", "Subject", "Who", "options", "perform", "perform_many", "register", "table", "tables",
]  # fmt: skip
