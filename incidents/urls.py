"""Addresses of incidents: the object, then the verb."""

from django.urls import path

from incidents.views import acts, case, letters, mine, report

app_name = "incidents"

urlpatterns = [
    path("", case.case_list, name="list"),
    path("report/", report.report, name="report"),
    path("report/offence/", report.report_offence, name="report_offence"),
    path("mine/", mine.mine, name="mine"),
    path("mine/<uuid:pk>/", mine.own_side, name="own_side"),
    path("mine/<uuid:pk>/view/", mine.give_view, name="give_view"),
    path("<uuid:pk>/", case.case, name="case"),
    path("<uuid:pk>/reported/", report.reported, name="reported"),
    path("<uuid:pk>/take/", acts.take, name="take"),
    path("<uuid:pk>/assess/", acts.assess, name="assess"),
    path("<uuid:pk>/people/add/", acts.add_person, name="add_person"),
    path("<uuid:pk>/note/", acts.note, name="note"),
    path("<uuid:pk>/release/", acts.release_messages, name="release_messages"),
    path("<uuid:pk>/open/", acts.open_to, name="open_to"),
    path("<uuid:pk>/close/", acts.close, name="close"),
    path("<uuid:pk>/close-without-measure/", acts.close_without_measure, name="close_without_measure"),
    path("<uuid:pk>/reopen/", acts.reopen, name="reopen"),
    path("people/<uuid:pk>/judge/", acts.judge_person, name="judge_person"),
    path("people/<uuid:pk>/invite/", acts.invite, name="invite"),
    path("people/<uuid:pk>/propose/", acts.propose, name="propose"),
    path("hearings/<uuid:pk>/record/", acts.record_hearing, name="record_hearing"),
    path("hearings/<uuid:pk>/waive/", acts.waive_hearing, name="waive_hearing"),
    path("measures/<uuid:pk>/decide/", acts.decide, name="decide"),
    path("measures/<uuid:pk>/write/", letters.write_letter, name="write_letter"),
    path("measures/<uuid:pk>/letter/", letters.letter, name="letter"),
    path("measures/<uuid:pk>/send/", letters.send_letter, name="send_letter"),
    path("letters/<uuid:pk>/pdf/", letters.letter_pdf, name="letter_pdf"),
]
