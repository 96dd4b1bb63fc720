"""The API: REST under /api/v1/, described by /api/openapi.json. Another system's door to the same gate as the desk's."""
