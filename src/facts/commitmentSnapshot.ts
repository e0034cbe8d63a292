import { boolean, date, dateTime, fact, number, oneOf, text } from '#kernel'

export const commitmentSnapshot = fact('commitment_snapshot', {
  says: 'What a team promised for a period, frozen when it began. A later freeze is another row and changes no promise made before.',
  grain: 'item, period and freeze',
  key: ['period_kind', 'period_start', 'team_id', 'item_id', 'frozen_at'],
  at: 'period_start', // a promise is of its period, however late it is brought in; when it was frozen says which promise stands
  columns: {
    period_kind: oneOf(['sprint', 'increment', 'quarter'], { required: true, knownAs: ['period_type', 'level'] }),
    period_start: date({ required: true, knownAs: ['sprint_start', 'starts_on'] }),
    period_end: date({ required: true, says: 'The last day, itself inside.', knownAs: ['sprint_end', 'ends_on'] }),
    team_id: text({ required: true, knownAs: ['team', 'squad', 'squad_id'] }),
    item_id: text({ required: true, knownAs: ['item', 'issue_key', 'objective_id', 'initiative_id'] }),
    frozen_at: dateTime({ required: true, knownAs: ['snapshot_at', 'committed_at'] }),
    committed: boolean({ required: true, initial: true, knownAs: ['is_committed'] }),
    planned_value: number({ knownAs: ['planned_business_value', 'planned_points'] }),
    p50_date: date({ knownAs: ['forecast_p50'] }),
    p85_date: date({ knownAs: ['forecast_p85'] }),
  },
  checks: [
    {
      id: 'commitment_snapshot.end-after-start',
      says: 'committed periods end before they start',
      severity: 'error',
      rule: 'notBefore',
      column: 'period_end',
      other: 'period_start',
    },
    {
      id: 'commitment_snapshot.frozen-in-time',
      says: 'commitments were frozen after their period had ended',
      severity: 'warn',
      rule: 'notBefore',
      column: 'period_end',
      other: 'frozen_at',
    },
    {
      id: 'commitment_snapshot.p85-after-p50',
      says: 'forecasts have a P85 before their P50',
      severity: 'error',
      rule: 'notBefore',
      column: 'p85_date',
      other: 'p50_date',
    },
  ],
})
