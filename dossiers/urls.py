"""Addresses of dossiers and of the copies that people ask for."""

from django.urls import path, register_converter

from dossiers import exporting, views
from dossiers.models import Kind


class KindConverter:
    """ "pupil" or "personnel"; anything else is no address."""

    regex = "|".join(Kind.values)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return str(value)


register_converter(KindConverter, "dossier_kind")

app_name = "dossiers"

urlpatterns = [
    path("", views.index, name="index"),
    path("<dossier_kind:kind>/<uuid:pk>/", views.dossier, name="dossier"),
    path("<dossier_kind:kind>/<uuid:pk>/open/", views.open_, name="open"),
    path("<dossier_kind:kind>/<uuid:pk>/papers/<uuid:file>/", views.paper, name="paper"),
    path("<dossier_kind:kind>/<uuid:pk>/register/", exporting.register, name="register"),
    path("requests/", exporting.requests, name="requests"),
    path("requests/choose/", exporting.choose, name="choose"),
    path("requests/<uuid:pk>/", exporting.request, name="request"),
    path("requests/<uuid:pk>/check/", exporting.check, name="check"),
    path("requests/<uuid:pk>/papers/<uuid:file>/", exporting.check_paper, name="check_paper"),
    path("requests/<uuid:pk>/release/", exporting.release, name="release"),
    path("requests/<uuid:pk>/refuse/", exporting.refuse, name="refuse"),
    path("requests/<uuid:pk>/cancel/", exporting.cancel, name="cancel"),
    path("requests/<uuid:pk>/take/", exporting.take, name="take"),
]
