"""The link of an organisation that the rehearsal portal opens, as the portal itself writes it (FACTS §12.4)."""

from automation.flowchart.documents import USUAL
from automation.rehearsal import home

LINK = home(USUAL).link
