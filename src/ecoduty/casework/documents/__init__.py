"""Official documents as officials exchange them: drafted, reviewed, signed, numbered, sent, receipted."""
