"""A fictional school year, made through the services: what `manage.py demo` plays."""
