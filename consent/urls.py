"""Addresses of consent."""

from django.urls import path, re_path

from consent import asking_views, views

app_name = "consent"

urlpatterns = [
    # Whatever stands behind link/ is taken, line breaks too, so that a damaged token does not end up in the
    # log as a 404.
    re_path(r"^link/(?P<token>(?s:.+))$", views.link, name="link"),
    path("link-refused/", views.link_refused, name="link_refused"),
    path("link-refused/new/", views.link_renew, name="link_renew"),
    path("answer/<uuid:pk>/", views.answer, name="answer"),
    path("answer/<uuid:pk>/check/", views.check, name="check"),
    path("answer/<uuid:pk>/sign/", views.sign, name="sign"),
    path("answer/<uuid:pk>/done/", views.done, name="done"),
    path("answer/<uuid:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("mine/", views.mine, name="mine"),
    path("campaigns/", asking_views.campaigns, name="campaigns"),
    path("campaigns/new/", asking_views.ask, name="ask"),
    path("campaigns/<uuid:pk>/", asking_views.campaign, name="campaign"),
]
