"""Forms of people."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ground.forms import CalmForm


class SearchForm(CalmForm):
    """Words to look for in names."""

    q = forms.CharField(label=_("Search by name"), required=False, max_length=80)
