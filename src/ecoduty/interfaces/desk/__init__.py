"""Staff pages: lists, matters and acts drawn from the act tables; plain HTML first, htmx on top."""
