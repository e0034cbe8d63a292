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
})
