import { dateTime, fact, integer, tags, text } from '#kernel'

export const feature = fact('feature', {
  says: 'A capability whose adoption we follow: which event proves its use, and who is eligible.',
  grain: 'one version of a feature',
  key: ['id'],
  at: 'released_at',
  columns: {
    id: text({ required: true, knownAs: ['feature_id', 'feature'] }),
    name: text({ knownAs: ['feature_name'] }),
    area: text({ knownAs: ['product_area'] }),
    events: tags({ says: 'Events that belong to it.' }),
    core_event: text({ required: true, says: 'Fires when the work is completed, not when a button is clicked.' }),
    min_count: integer({ initial: 1, min: 1 }),
    eligible_rule: text({ says: 'Plans that include it, separated by commas; every paying account when empty.' }),
    released_at: dateTime({ says: 'Until four weeks after it, nobody has had the time to adopt it.', knownAs: ['release_date', 'launched_at'] }),
    retired_at: dateTime({ knownAs: ['sunset_at', 'removed_at'] }),
  },
})
