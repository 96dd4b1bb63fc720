"""Written inquiries between the departments, police, procuratorate and court: an answer in seven days."""
