"""The state diagram of a matter, drawn from its act table: what stands on the road, and where it is drawn."""

from ecoduty.interfaces.desk.diagram.drawing import Drawing, across, down
from ecoduty.interfaces.desk.diagram.picture import Picture, picture
from ecoduty.interfaces.desk.diagram.road import Passage, Road, road

__all__ = ["Drawing", "Passage", "Picture", "Road", "across", "down", "picture", "road"]
