"""How a running installation is put together: settings, addresses, the web application."""
