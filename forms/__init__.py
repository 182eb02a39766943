"""What a form is: models, code lists, rules and dated numbers. Imports nothing else of ours."""

from forms.boundary import case_boundary, internal_error
from forms.case import CaseFile
from forms.checking import CheckedCase, check_case
from forms.clause import Strength
from forms.errors import (
    DataError,
    DocumentError,
    ExitCode,
    InputError,
    InternalError,
    SeosikError,
    TemplateError,
    TooLarge,
    UnknownForm,
)
from forms.finding import Breach, Finding, Place, Severity
from forms.form import Form
from forms.record import FormModel
from forms.registry import all_forms, all_rules, case_model, form_named
from forms.rule import Rule

__all__ = [
    "Breach",
    "CaseFile",
    "CheckedCase",
    "DataError",
    "DocumentError",
    "ExitCode",
    "Finding",
    "Form",
    "FormModel",
    "InputError",
    "InternalError",
    "Place",
    "Rule",
    "SeosikError",
    "Severity",
    "Strength",
    "TemplateError",
    "TooLarge",
    "UnknownForm",
    "all_forms",
    "all_rules",
    "case_boundary",
    "case_model",
    "check_case",
    "form_named",
    "internal_error",
]
