"""Addresses of publishing."""

from django.urls import path

from publishing import views

app_name = "publishing"

urlpatterns = [
    path("check/", views.check, name="check"),
    path("objections/new/", views.objection, name="objection"),
]
