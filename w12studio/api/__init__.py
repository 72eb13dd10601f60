"""The HTTP face: ``w12studio serve``. Calls the service, as the window and the command line do.

Described for its users in ``docs/http-api.md``, for their programs in ``/openapi.json``.
"""
