import { boolean, dateTime, fact, integer, oneOf, tags, text } from '#kernel'

export const incident = fact('incident', {
  says: 'A time when customers could not rely on us; it starts with the impact, not with the alarm.',
  grain: 'one revision of an incident',
  key: ['id'],
  at: 'impact_start',
  columns: {
    id: text({ required: true, knownAs: ['incident_id'] }),
    severity: oneOf(['p0', 'p1', 'p2', 'p3'], { required: true }),
    impact_start: dateTime({ required: true, knownAs: ['started_at', 'start'] }),
    impact_end: dateTime({ knownAs: ['ended_at', 'end'] }),
    detected_at: dateTime(),
    resolved_at: dateTime(),
    accounts_affected: integer({ min: 0 }),
    account_ids: tags(),
    area: text(),
    service_id: text({ knownAs: ['service'] }),
    customer_impacting: boolean({ initial: true }),
    maintenance: boolean({ initial: false }),
    split_from: text(),
    merged_into: text(),
    postmortem_closed_at: dateTime(),
  },
  checks: [
    {
      id: 'incident.end-after-start',
      says: 'incidents end before they start',
      severity: 'error',
      rule: 'notBefore',
      column: 'impact_end',
      other: 'impact_start',
    },
    {
      id: 'incident.resolved-after-start',
      says: 'incidents were resolved before they began',
      severity: 'error',
      rule: 'notBefore',
      column: 'resolved_at',
      other: 'impact_start',
    },
  ],
})
