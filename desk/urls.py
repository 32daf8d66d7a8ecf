"""Addresses of the desk."""

from django.urls import path, re_path

from desk import views

app_name = "desk"

urlpatterns = [
    path("", views.home, name="home"),
    re_path(r"^trail/(?P<head>[0-9a-f]{64})/$", views.trail_head, name="trail_head"),
    path("accessibility/", views.accessibility, name="accessibility"),
]
