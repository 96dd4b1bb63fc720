"""What a department's published list says, as data, and data as such a list again. Reads files, writes nothing down.

`understanding.understand` is the way in; `exporting.export` the way back.
"""
