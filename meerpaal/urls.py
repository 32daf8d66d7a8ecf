"""Where everything is."""

from django.urls import include, path

from meerpaal import views

urlpatterns = [
    path("health/live/", views.live, name="live"),
    path("health/ready/", views.ready, name="ready"),
    path("accounts/", include("people.account_urls")),
    path("people/", include("people.urls")),
    path("protocol/", include("policy.urls")),
    path("consent/", include("consent.urls")),
    path("phones/", include("phones.urls")),
    path("incidents/", include("incidents.urls")),
    path("publishing/", include("publishing.urls")),
    path("dossiers/", include("dossiers.urls")),
    path("", include("notices.urls")),
    path("", include("desk.urls")),
]

handler500 = "meerpaal.views.server_error"
