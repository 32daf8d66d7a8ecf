"""What the mailbox of the demo asks."""

from django.utils.translation import gettext_lazy as _

from ground.forms import CalmForm, LineField


class MailSearchForm(CalmForm):
    """Whose mail to show."""

    mark_optional = False
    address = LineField(label=_("E-mail address"), required=False, max_length=254)
