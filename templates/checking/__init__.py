"""The check of templates: everything that is wrong with one, told at once, before a document needs it."""

from templates.checking.folder import Checked, check_folder, check_office
from templates.checking.report import Finding
from templates.checking.template import check_template

__all__ = ["Checked", "Finding", "check_folder", "check_office", "check_template"]
