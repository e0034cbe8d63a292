import { dateTime, fact, text } from '#kernel'

export const release = fact('release', {
  says: 'A version that customers got.',
  grain: 'one release',
  key: ['id'],
  at: 'released_at',
  columns: {
    id: text({ required: true, knownAs: ['release_id', 'version'] }),
    product_id: text({ knownAs: ['product'] }),
    area: text(),
    name: text(),
    released_at: dateTime({ required: true, knownAs: ['release_date'] }),
    first_commit_at: dateTime(),
    rolled_back_at: dateTime(),
    tier: text(),
  },
  checks: [
    {
      id: 'release.rolled-back-after-released',
      says: 'releases were rolled back before they were out',
      severity: 'error',
      rule: 'notBefore',
      column: 'rolled_back_at',
      other: 'released_at',
    },
    {
      id: 'release.committed-before-released',
      says: 'releases were out before their first commit, so that they tell no lead time',
      severity: 'warn',
      rule: 'notBefore',
      column: 'released_at',
      other: 'first_commit_at',
    },
  ],
})
