"""Addresses of policy."""

from django.urls import path

from policy import views

app_name = "policy"

urlpatterns = [
    path("", views.protocol, name="protocol"),
    path("versions/", views.versions, name="versions"),
    path("versions/<uuid:pk>/", views.version, name="version"),
    path("versions/<uuid:pk>/submit/", views.submit, name="submit"),
    path("versions/<uuid:pk>/review/", views.review, name="review"),
    path("versions/<uuid:pk>/publish/", views.publish, name="publish"),
    path("versions/<uuid:pk>/acknowledge/", views.acknowledge, name="acknowledge"),
    path("versions/<uuid:pk>/acknowledge-on-behalf/", views.on_behalf, name="on_behalf"),
    path("versions/<uuid:pk>/progress/", views.progress, name="progress"),
    path("versions/<uuid:pk>/pdf/", views.pdf, name="pdf"),
]
