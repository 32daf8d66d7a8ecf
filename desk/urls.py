"""Addresses of the desk."""

from django.urls import path

from desk import views

app_name = "desk"

urlpatterns = [
    path("", views.home, name="home"),
    path("trail/<str:head>/", views.trail_head, name="trail_head"),
    path("accessibility/", views.accessibility, name="accessibility"),
]
