/** What “throughline query --help” says of questions about events: every field, its default, and an example of each kind. The guide is docs/guide/analytics.md. */
export const queryHelp = `Metrics: a query is {"metrics": [...], "groupBy": [...]}; see docs/guide/query.md.

Events: a query says its kind. --events is NDJSON or CSV with columns event (or name), ts (or timestamp), user_id (person,
distinct_id), account_id, session_id, received_at, properties (or props); any other column is a property of the event.
--accounts and --persons are files with an id, created_at and properties; --cohorts has cohorts by name. --queries has one query a line and gives one answer a line.

Every kind (default)
  range       {"from": "2026-01-01", "to": "2026-04-01"}, to not included; or {"last": 12, "unit": "week", "includeCurrent": false}
  actor       "person", "session", {"group": "account"} (account); another group is the event's property of that name
  where       a condition, or all / any / not of conditions:
              {"prop": "event.plan", "op": "eq", "value": "pro"}; ops eq ne in nin lt lte gt gte contains regex set unset;
              props event.NAME, person.NAME, account.NAME; {"cohort": "name", "not": false}; {"segment": "SEG-1", "not": false}
              (a segment or cohort of the workspace, by key or title)
  beside      2 to 12 of {"segment": "SEG-1"} and {"cohort": "name"}: the same question of each, beside each other
  breakdown   up to 3 of {"by": "account.segment", "limit": 25, "bins": 5 or [0, 100]}; the rest is "Other"; null is "(none)"
  tz (workspace, UTC)   weekStart monday|sunday (monday)   asOf (now; of a file, its newest event)
  propTime    current|at_event (current)   preset throughline|posthog|amplitude|mixpanel (throughline)
An event selection is {"event": "name" | ["a", "b"] | "*", "where": ..., "label": ...}; a duration {"n": 14, "unit": "day"} of
second minute hour day week, elapsed time.

funnel        steps 2..20 of a selection with optional (false), within (none); order ordered|strict|unordered (ordered);
              strictIgnores ([]); unorderedEntry any_step|step_1 (any_step); window (14 day); windowEndInclusive (true);
              tail window|range (window); reentry any_chain|first_entry|earliest_longest (any_chain);
              count actors|totals|sessions (actors); exclusions [{"sel": ..., "after": 1, "before": 2}];
              exclusionEffect remove|keep_entry|cap (remove); holdConstant ["event.project"]; tieMs (0);
              tieOrder step|received (step); dedupeSameTypeInTie (false);
              attribution first_touch|last_touch|all_events|first_in_chain|{"step": 2} (first_touch);
              timeOf first_completion|all_completions; view steps|over_time|time_to_convert (steps); unit (day);
              fromStep (1); toStep (last)
  {"kind": "funnel", "range": {"last": 90, "unit": "day"}, "steps": [{"event": "sign up"}, {"event": "invite", "optional": true},
   {"event": "first report"}], "window": {"n": 14, "unit": "day"}, "breakdown": [{"by": "account.segment"}]}
retention     start, back (selections); unit (week); intervals (12); mode calendar|rolling (calendar); rollingFloor none|hour (none);
              entry first_ever|first_ever_matching|first_in_range|recurring (first_ever_matching); bound on|on_or_after (on);
              brackets [1, 3, 7]; interval0 starters|returned (starters); minOccurrences (1); incomplete mark|hide|include (mark);
              value {"prop": "event.amount", "math": "sum"|"avg"}; cumulativeValue (false)
  {"kind": "retention", "range": {"last": 12, "unit": "week"}, "start": {"event": "sign up"}, "back": {"event": "*"}}
trend         unit (day); series 1..26 of {"sel": ..., "math": total|unique|active|sum|avg|median|p90|min|max|per_actor_avg (unique),
              "value": "event.amount", "activeDays": 1|7|28|30 (7)}; formula "A / B * 100"; compareTo "previous" or a range;
              cumulative (false)
  {"kind": "trend", "range": {"last": 30, "unit": "day"}, "series": [{"sel": {"event": "*"}, "math": "active", "activeDays": 7}]}
stickiness    sel; unit (day); minOccurrences (1); cumulative (false)
  {"kind": "stickiness", "range": {"last": 4, "unit": "week"}, "sel": {"event": "report viewed"}}
lifecycle     sel; unit (week); newOn first_event|actor_created (first_event)
  {"kind": "lifecycle", "range": {"last": 12, "unit": "week"}, "sel": {"event": "*"}}
paths         include (*); startAt; endAt; maxSteps (5); gap (30 minute); collapseRepeats (true); clean [{"regex": ..., "to": ...}];
              topPerLevel (10); minCount (1)
  {"kind": "paths", "actor": "person", "range": {"last": 14, "unit": "day"}, "startAt": {"event": "sign up"}}
activation    t0 "actor_created" or a selection (actor_created); within (14 day);
              milestone 1..20 of {"sel": ..., "times": 1, "minPersons": 1}; combine all|any|sequence (all); maturedOnly (true); unit (week)
  {"kind": "activation", "range": {"last": 12, "unit": "week"}, "milestone": [{"sel": {"event": "report shared"}, "minPersons": 3}]}
adoption      features 1..50 of {"name": ..., "sel": ..., "eligible": condition on account.NAME}; minTimes (1); minPersons (1);
              trailing (28 day)
  {"kind": "adoption", "range": {"last": 12, "unit": "week"}, "features": [{"name": "Export", "sel": {"event": "export"}}]}
cohort        actor; refresh live|daily|frozen (daily); def: a condition, {"did": sel, "op": gte|eq|lte, "times": 1, "in": range},
              {"notDid": sel, "in": range}, {"sequence": [...], "window": ..., "in": range}, {"ids": [...]},
              {"cell": {"query": ..., "drill": "step:2", "side": "dropped"}}, or all / any / not of these
  {"kind": "cohort", "def": {"did": {"event": "export"}, "times": 3, "in": {"last": 4, "unit": "week"}}}

Every answer carries the resolved query, its hash, asOf, tz, warnings, cost and n. --drill step:2 lists who stands behind a
number; --side dropped lists who came to the step before and no further.`
