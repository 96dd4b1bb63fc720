"""Papers of a case (移送书, 清单, 复议申请书 …): drawn up from its record, completed by a person, signed and numbered."""
