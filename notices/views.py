"""The mailbox of the demo: a newcomer follows a parent's link without owning the parent's mailbox.

Open without signing in, since a code to sign in with is among the mails. Outside the demo it does not exist.
"""

from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from notices.forms import MailSearchForm
from notices.mail import linked
from notices.models import SentMail

PAGE = 25


@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """The mails that went out, newest first, those to one address if asked."""
    _demo_or_404()
    form = MailSearchForm(request.GET or None)
    mails = SentMail.objects.order_by("-sent_at", "pk")
    if form.is_bound:
        mails = mails.filter(to__icontains=form.cleaned_data["address"]) if form.is_valid() else mails.none()
    page = Paginator(mails, PAGE).get_page(request.GET.get("page"))
    return render(request, "notices/mailbox.html", {"form": form, "page": page})


@require_safe
def mail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One mail, its links to this site clickable."""
    _demo_or_404()
    sent = get_object_or_404(SentMail, pk=pk)
    shown = {"at": sent.sent_at, "to": sent.to, "subject": sent.subject, "text": linked(sent.body)}
    return render(request, "notices/mail.html", {"mail": shown})


def _demo_or_404() -> None:
    if not settings.DEMO:
        raise Http404
