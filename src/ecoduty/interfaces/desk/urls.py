"""The addresses of the desk."""

from __future__ import annotations

from django.urls import path

from ecoduty.interfaces.desk.views import (
    acts,
    directory,
    entrance,
    escalations,
    files,
    inbox,
    matters,
    own_account,
    plan,
    progress,
    rulebook,
    search,
    worklist,
    writing,
)

app_name = "desk"
urlpatterns = [
    path("", worklist.worklist, name="worklist"),
    path("login/", entrance.log_in, name="login"),
    path("login/code/", entrance.code, name="code"),
    path("logout/", entrance.log_out, name="logout"),
    path("post/", entrance.choose_post, name="post"),
    path("password/", entrance.password, name="password"),
    path("account/", own_account.account, name="account"),
    path("account/factor/", own_account.factor, name="factor"),
    path("account/sessions/end/", own_account.end_session, name="end-session"),
    path("account/<str:code>/", own_account.own_act, name="own-act"),
    path("matters/", matters.index, name="matters"),
    path("matters/new/<str:kind>/<str:code>/", acts.create, name="create"),
    path("matters/<uuid:public_id>/", matters.detail, name="matter"),
    path("matters/<uuid:public_id>/paper/", files.paper, name="paper"),
    path("matters/<uuid:public_id>/paper/word/", files.word, name="paper-word"),
    path("matters/<uuid:public_id>/paper/pages/<int:number>/", files.page, name="paper-page"),
    path("files/<uuid:public_id>/", files.download, name="file"),
    path("matters/<uuid:public_id>/ledger/", matters.ledger, name="ledger"),
    path("matters/<uuid:public_id>/ledger/check/", matters.check, name="check"),
    path("matters/<uuid:public_id>/versions/", writing.versions, name="versions"),
    path("matters/<uuid:public_id>/writing/keep/", writing.keep, name="writing-keep"),
    path("matters/<uuid:public_id>/writing/drop/", writing.drop, name="writing-drop"),
    path("matters/<uuid:public_id>/<str:code>/", acts.act, name="act"),
    path("search/", search.index, name="search"),
    path("plan/", plan.plan, name="plan"),
    path("plan/<str:clause>/", plan.clause, name="clause"),
    path("rulebook/", rulebook.rulebook, name="rulebook"),
    path("escalations/release/", escalations.release, name="release"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/read/", inbox.read, name="inbox-read"),
    path("progress/", progress.index, name="progress"),
    path("progress/urge/", progress.urge, name="urge"),
    path("directory/", directory.directory, name="directory"),
    path("directory/<slug:key>/", directory.body, name="body"),
    path("directory/<slug:key>/<str:code>/", acts.body_act, name="body-act"),
]
