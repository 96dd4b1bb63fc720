"""方案: the plan as a readable document with live lights.

`standing` asks every source how clauses stand; `duties` and `coordinators` are sources, `readings` lets a kind of
matter say what a clause means for it; `document` lays the page out; `sheet` is the list behind one clause.
"""
