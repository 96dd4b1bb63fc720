"""Joint meetings of court, procuratorate, police and the departments (clause 20.3): their agenda, minutes and decisions."""
