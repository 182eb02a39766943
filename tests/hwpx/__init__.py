"""What an HWPX must keep to: each rule by its letter and number, as docs/hwpx.md lists them.

The rules were collected from public reports of what 한글 does with files, and from files that it saves;
they are read with libraries that did not write the document. ``reading`` opens a file, the other modules
judge it, ``RULES`` names what they look for.
"""
