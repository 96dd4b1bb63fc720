"""驾驶舱 (clause 4.8): one view of where the plan stands, for who oversees the city, leads some of it, or answers for one body.

`asking` is the reader's question, each other module one section of the page. Numbers are the folded figures of
`casework.figures`; each opens its list, whose length it is; of a past day the list of that night (decision 0071).
"""
