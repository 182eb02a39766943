"""What a form is: models, code lists, rules and dated numbers. Imports nothing else of ours.

What it exports is loaded when it is first asked for: whoever wants an error or an exit status alone does
not wait for every model.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from forms.boundary import case_boundary as case_boundary
    from forms.boundary import internal_error as internal_error
    from forms.case import CaseFile as CaseFile
    from forms.checking import CheckedCase as CheckedCase
    from forms.checking import check_case as check_case
    from forms.clause import Strength as Strength
    from forms.errors import DataError as DataError
    from forms.errors import DocumentError as DocumentError
    from forms.errors import ExitCode as ExitCode
    from forms.errors import InputError as InputError
    from forms.errors import InternalError as InternalError
    from forms.errors import SeosikError as SeosikError
    from forms.errors import TemplateError as TemplateError
    from forms.errors import TooLarge as TooLarge
    from forms.errors import UnknownForm as UnknownForm
    from forms.finding import Breach as Breach
    from forms.finding import Finding as Finding
    from forms.finding import Place as Place
    from forms.finding import Severity as Severity
    from forms.form import Form as Form
    from forms.record import FormModel as FormModel
    from forms.registry import all_forms as all_forms
    from forms.registry import all_rules as all_rules
    from forms.registry import case_model as case_model
    from forms.registry import form_named as form_named
    from forms.registry import label_with_form as label_with_form
    from forms.rule import Rule as Rule

# The same, as it is looked up; a test keeps the two alike.
_HOMES = {
    name: f"forms.{module}"
    for module, names in {
        "boundary": "case_boundary internal_error",
        "case": "CaseFile",
        "checking": "CheckedCase check_case",
        "clause": "Strength",
        "errors": (
            "DataError DocumentError ExitCode InputError InternalError SeosikError "
            "TemplateError TooLarge UnknownForm"
        ),
        "finding": "Breach Finding Place Severity",
        "form": "Form",
        "record": "FormModel",
        "registry": "all_forms all_rules case_model form_named label_with_form",
        "rule": "Rule",
    }.items()
    for name in names.split()
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'forms' has no attribute '{name}'")
    value = globals()[name] = getattr(import_module(_HOMES[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
