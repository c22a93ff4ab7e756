"""One function per call of the API: reads the call, uses the portal, answers; opens no socket."""
