"""Addresses of people."""

from django.urls import path

from people import views

app_name = "people"

urlpatterns = [
    path("", views.directory, name="directory"),
    path("me/", views.me, name="me"),
    path("access/", views.access_table, name="access_table"),
    path("<uuid:pk>/", views.person, name="person"),
]
