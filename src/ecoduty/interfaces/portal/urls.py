"""The addresses of the portal; given out once, they answer for ever."""

from __future__ import annotations

from django.urls import path

from ecoduty.interfaces.portal import feeds, views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("plan/", views.the_plan, name="plan"),
    path("reports/", views.reports, name="reports"),
    path("reports/<int:number>/", views.year, name="year"),
    path("bodies/<slug:key>/", views.body, name="body"),
    path("bodies/<slug:key>/feed.atom", feeds.atom, name="body-feed"),
    path("items/<uuid:public_id>/", views.item, name="item"),
    path("items/<uuid:public_id>.json", feeds.item, name="item-json"),
    path("feed.atom", feeds.atom, name="feed"),
    path("published.json", feeds.published, name="published"),
    path("embed/<slug:key>/", views.embed, name="embed"),
    path("type/", views.type_size, name="type"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("<path:rest>", views.nowhere, name="nowhere"),
]
