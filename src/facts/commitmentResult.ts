import { dateTime, fact, number, text } from '#kernel'

export const commitmentResult = fact('commitment_result', {
  says: 'What became of a committed item: when it was done, and what it was worth.',
  grain: 'item and period',
  key: ['period', 'item_id'],
  at: 'done_at',
  columns: {
    period: text({
      required: true,
      says: 'The period’s first day, its name (2024-Q4), or its first and last day with a slash.',
      knownAs: ['period_start', 'sprint'],
    }),
    item_id: text({ required: true, knownAs: ['item', 'issue_key', 'objective_id', 'initiative_id'] }),
    done_at: dateTime({ knownAs: ['completed_at', 'finished_at'] }),
    actual_value: number({ knownAs: ['actual_business_value', 'actual_points'] }),
  },
  checks: [
    {
      id: 'commitment_result.item-known',
      says: 'results belong to items that nobody committed to',
      severity: 'warn',
      rule: 'known',
      column: 'item_id',
      fact: 'commitment_snapshot',
      key: 'item_id',
    },
  ],
})
