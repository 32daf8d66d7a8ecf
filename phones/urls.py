"""Addresses of phones."""

from django.urls import path

from phones import acts, views

app_name = "phones"

urlpatterns = [
    path("", views.groups, name="groups"),
    path("mine/", views.mine, name="mine"),
    path("desk/", views.desk, name="desk"),
    path("groups/<uuid:pk>/", views.group, name="group"),
    path("groups/<uuid:pk>/deposit/", acts.deposit, name="deposit"),
    path("groups/<uuid:pk>/confiscate/", acts.confiscate, name="confiscate"),
    path("<uuid:pk>/", views.custody, name="custody"),
    path("<uuid:pk>/hand-back/", acts.hand_back, name="hand_back"),
    path("<uuid:pk>/undo/", acts.undo, name="undo"),
    path("<uuid:pk>/move/", acts.move, name="move"),
    path("<uuid:pk>/correct/", acts.correct, name="correct"),
]
