"""The addresses: every door that this process opens brings its own list."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

urlpatterns: list[URLPattern | URLResolver] = []
if "portal" in settings.DOORS:
    from ecoduty.interfaces.portal.sitemap import robots

    urlpatterns.append(path("portal/", include("ecoduty.interfaces.portal.urls")))
    urlpatterns.append(path("robots.txt", robots))
    urlpatterns.append(path("open311/", include("ecoduty.interfaces.channels.open311.urls")))
if "api" in settings.DOORS:
    urlpatterns.append(path("api/hotline12345/", include("ecoduty.interfaces.channels.hotline12345.urls")))
    urlpatterns.append(path("api/", include("ecoduty.interfaces.api.urls")))
if "desk" in settings.DOORS:
    urlpatterns.append(path("", include("ecoduty.interfaces.desk.urls")))
elif "portal" in settings.DOORS:
    from ecoduty.interfaces.portal.views import nowhere

    urlpatterns += [path("", RedirectView.as_view(pattern_name="portal:home")), path("<path:rest>", nowhere)]

handler400 = "ecoduty.interfaces.desk.errors.bad_request"
handler403 = "ecoduty.interfaces.desk.errors.forbidden"
handler404 = "ecoduty.interfaces.desk.errors.not_found"
handler500 = "ecoduty.interfaces.desk.errors.server_error"
