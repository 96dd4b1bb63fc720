"""Who keeps accounts. The three administrators are apart: none of them can do another's part (三员分立)."""

from __future__ import annotations

from ecoduty.kernel.flow import Who
from ecoduty.organisation.accounts.states import SECURITY_ADMINISTRATOR, SYSTEM_ADMINISTRATOR
from ecoduty.organisation.directory.relations import IN_OFFICE
from ecoduty.organisation.directory.states import OFFICE_KINDS, OWN_KINDS

PLATFORM = Who("system", (), "平台")
OWN = Who("own", (), "本人")
SECURITY = Who("administrator", (SECURITY_ADMINISTRATOR,), "安全管理员")
SYSTEM = Who("administrator", (SYSTEM_ADMINISTRATOR,), "系统管理员")
OFFICE = Who("committee_office", OFFICE_KINDS, "市环委办主任、经办人")
OWN_BODY = Who("own_body", OWN_KINDS, "本单位主要负责人或机构管理员")

# Passwords and invitations; what concerns locks; what opens an account in the first place.
KEEPERS = (PLATFORM, SYSTEM, OFFICE, OWN_BODY)
LOCK_KEEPERS = (PLATFORM, SECURITY, OFFICE, OWN_BODY)
CLOSERS = (PLATFORM, SYSTEM, SECURITY, OFFICE, OWN_BODY)
OPENERS = (
    PLATFORM,
    Who(
        IN_OFFICE,
        (SYSTEM_ADMINISTRATOR, *OFFICE_KINDS, *OWN_KINDS),
        "系统管理员、市环委办，或本单位主要负责人、机构管理员",
    ),
)
