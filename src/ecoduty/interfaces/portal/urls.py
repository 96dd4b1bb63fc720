"""The addresses of the portal; given out once, they answer for ever."""

from __future__ import annotations

from django.urls import path

from ecoduty.interfaces.portal import (
    feeds,
    hotspots,
    list_data,
    openings,
    participation,
    responsibilities,
    sitemap,
    views,
)
from ecoduty.interfaces.portal.complaints import following, sending

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
    path("responsibilities/", responsibilities.home, name="responsibilities"),
    path("responsibilities.json", list_data.everything, name="responsibilities-json"),
    path("responsibilities.csv", list_data.sheet, name="responsibilities-csv"),
    path("responsibilities.atom", list_data.atom, name="responsibilities-feed"),
    path("responsibilities/fields/<slug:code>/", responsibilities.field, name="field"),
    path("responsibilities/rows/<uuid:key>/", responsibilities.row, name="row"),
    path("bodies/<slug:key>/responsibilities/", responsibilities.department, name="department"),
    path("bodies/<slug:key>/responsibilities.atom", list_data.atom, name="department-feed"),
    path("bodies/<slug:key>/consolidated/", responsibilities.department, {"kind": "consolidated"}, name="consolidated"),
    path("lists/<uuid:public_id>/", responsibilities.version, name="list"),
    path("lists/<uuid:public_id>.json", list_data.version, name="list-json"),
    path("lists/<uuid:public_id>.csv", list_data.version_sheet, name="list-csv"),
    path("lists/<uuid:public_id>/changes/<uuid:other_id>/", responsibilities.changes, name="changes"),
    path("embed/<slug:key>/responsibilities/", responsibilities.embed, name="embed-list"),
    path("complain/", sending.complain, name="complain"),
    path("complain/map.svg", sending.map_picture, name="complain-map"),
    path("complaints/", following.follow, name="complaints"),
    path("complaints/code/", following.lost_code, name="lost-code"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path("openings/", openings.calendar, name="openings"),
    path("openings.ics", openings.ics, name="openings-ics"),
    path("openings.json", openings.data, name="openings-json"),
    path("openings/bookings/", openings.booking, name="opening-booking"),
    path("openings/<uuid:public_id>/", openings.session, name="opening"),
    path("map/", hotspots.page, name="map"),
    path("map.json", hotspots.data, name="map-json"),
    path("map.csv", hotspots.sheet, name="map-csv"),
    path("campaigns/", participation.campaigns, name="campaigns"),
    path("campaigns/<uuid:public_id>/", participation.campaign, name="campaign"),
    path("opinions/", participation.opinions, name="opinions"),
    path("opinions/comments/", participation.comment, name="opinion-comment"),
    path("opinions/<uuid:public_id>/", participation.opinion, name="opinion"),
    path("feed.atom", feeds.atom, name="feed"),
    path("published.json", feeds.published, name="published"),
    path("embed/<slug:key>/", views.embed, name="embed"),
    path("type/", views.type_size, name="type"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("<path:rest>", views.nowhere, name="nowhere"),
]
