from django.urls import path

from notices import views

app_name = "notices"

urlpatterns = [
    path("demo/mails/", views.mailbox, name="mailbox"),
    path("demo/mails/<uuid:pk>/", views.mail, name="mail"),
]
