"""How long each leg between the offices takes, where cases are late and where they stick (serves clause 18.3)."""
