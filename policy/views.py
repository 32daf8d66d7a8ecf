"""Pages on which the protocol is read, and the acts around a version."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from documents import services as documents
from documents.http import serve
from documents.models import StoredFile
from ground.errors import RuleBroken
from people.doors import signed_in, staff_door, standing_of
from policy import acknowledging, services
from policy.access import Access, schools_of, visible_to
from policy.audience import day_of
from policy.forms import OnBehalfForm, PublishForm, ReviewForm, SubmitForm
from policy.models import ProtocolVersion
from policy.printing import file_name
from policy.progress import progress_of
from policy.reading import acknowledgement_of, chapters_of, version_in_force
from trail.doors import get_visible_or_404


def _version(request: HttpRequest, pk: UUID, act: str) -> tuple[ProtocolVersion, Access]:
    """The version behind an address, if the reader may see it, with what the reader may do."""
    version = get_visible_or_404(request, visible_to(standing_of(request)), pk, act=act)
    return version, Access(standing_of(request), version)


def _posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, also when that is nothing; None when the page is only asked for."""
    return request.POST if request.method == "POST" else None


def _reading(version: ProtocolVersion, access: Access) -> dict[str, object]:
    """What a page needs that shows the text."""
    person = access.standing.person_id
    return {
        "version": version,
        "access": access,
        "chapters": chapters_of(version),
        "read": acknowledgement_of(person, version) if person and version.is_issued else None,
        "formal": not access.standing.is_staff,
    }


@require_safe
@signed_in
def protocol(request: HttpRequest) -> HttpResponse:
    """The protocol that holds today, to read and to acknowledge."""
    standing = standing_of(request)
    schools = list(schools_of(standing).order_by("name"))
    if not schools:
        raise Http404
    chosen = next((school for school in schools if str(school.pk) == request.GET.get("school")), schools[0])
    version = version_in_force(chosen, day_of(standing))
    waiting = visible_to(standing).filter(protocol__school=chosen).exclude(state="retired")
    context = {
        "school": chosen,
        "schools": schools,
        "coming": [other for other in waiting.order_by("number") if other != version],
    }
    if version is None:
        return render(request, "policy/none.html", context)
    return render(request, "policy/protocol.html", context | _reading(version, Access(standing, version)))


@require_safe
@signed_in
def versions(request: HttpRequest) -> HttpResponse:
    """Every version that the reader may see, the newest first."""
    standing = standing_of(request)
    if not schools_of(standing).exists():
        raise Http404
    rows = visible_to(standing).order_by("protocol__school__name", "-number")
    schools = {row.protocol.school_id for row in rows}
    return render(request, "policy/versions.html", {"versions": rows, "several": len(schools) > 1})


@require_safe
@signed_in
def version(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One version: where it stands, what can be done, and its text."""
    found, access = _version(request, pk, "policy.version_viewed")
    return render(request, "policy/version.html", _reading(found, access))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def submit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The director asks a second person to look at a draft."""
    found, access = _version(request, pk, "policy.submitted")
    if not access.may_change:
        raise PermissionDenied(_("Only the director submits a version for review."))
    form = SubmitForm(_posted(request), version=found)
    if request.method == "POST" and form.is_valid():
        try:
            services.submit_for_review(actor=access.standing.user, version=found, **form.cleaned_data)
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            messages.success(request, _("Submitted. The school board reviews it now."))
            return redirect("policy:version", pk=pk)
    return render(request, "policy/submit.html", {"version": found, "access": access, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def review(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The second person says that a version can be published, or gives it back."""
    found, access = _version(request, pk, "policy.reviewed")
    if not access.may_review or access.is_own_work:
        raise PermissionDenied(
            _("The school board reviews a version, and never the person who submitted it.")
        )
    form = ReviewForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            done = _answer(access, form)
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            messages.success(request, done)
            return redirect("policy:version", pk=pk)
    return render(request, "policy/review.html", _reading(found, access) | {"form": form})


def _answer(access: Access, form: ReviewForm) -> str:
    actor, version = access.standing.user, access.version
    if form.cleaned_data["answer"] == ReviewForm.APPROVE:
        services.approve_version(actor=actor, version=version)
        return _("Approved. The director can publish it now.")
    services.send_back(actor=actor, version=version, remark=form.cleaned_data["remark"])
    return _("Sent back to the director.")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def publish(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The director publishes a reviewed version from a day on."""
    found, access = _version(request, pk, "policy.published")
    if not access.may_change:
        raise PermissionDenied(_("Only the director publishes a version."))
    form = PublishForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            services.publish_version(
                actor=access.standing.user, version=found, valid_from=form.cleaned_data["valid_from"]
            )
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            messages.success(request, _("Published. The text stays as it is now."))
            return redirect("policy:version", pk=pk)
    return render(request, "policy/publish.html", {"version": found, "access": access, "form": form})


@require_POST
@signed_in
def acknowledge(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The reader says: I have read this."""
    found, access = _version(request, pk, "policy.acknowledged")
    try:
        acknowledging.acknowledge(actor=access.standing.user, version=found)
    except RuleBroken as broken:
        messages.error(request, broken.message)
    else:
        thanks = _("Thank you. We know that you have read it.")
        formal = pgettext("formal", "Thank you. We know that you have read it.")
        messages.success(request, thanks if access.standing.is_staff else formal)
    return redirect("policy:version", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_door
def on_behalf(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The office records what somebody handed in on paper."""
    found, access = _version(request, pk, "policy.acknowledged")
    if not access.may_record_paper:
        raise PermissionDenied(_("Only the school office records what came on paper."))
    form = OnBehalfForm(_posted(request), version=found, initial={"person": request.GET.get("person")})
    if request.method == "POST" and form.is_valid():
        try:
            acknowledging.acknowledge_on_behalf(
                actor=access.standing.user, version=found, **form.cleaned_data
            )
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            messages.success(request, _("Recorded: %(name)s.") % {"name": form.cleaned_data["person"].name})
            return redirect("policy:progress", pk=pk)
    return render(request, "policy/on_behalf.html", {"version": found, "access": access, "form": form})


@require_safe
@staff_door
def progress(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who has read a version, and who has not yet."""
    found, access = _version(request, pk, "policy.progress_viewed")
    if not access.can_see_progress:
        raise PermissionDenied(_("You may not see who has read the protocol. The director may."))
    context = {"version": found, "access": access, "progress": progress_of(access)}
    return render(request, "policy/progress.html", context)


@require_safe
@signed_in
def pdf(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The PDF of a published version, the same bytes for ever."""
    found, _access = _version(request, pk, "policy.pdf_taken")
    stored = get_object_or_404(StoredFile.objects.present(), pk=found.pdf)
    return serve(documents.read(stored), name=file_name(found), content_type=stored.content_type)
