-- It finds one row at most. Without this the planner reckons with a thousand, for every request.
ALTER FUNCTION identity.enter(text, uuid, text) ROWS 1;
