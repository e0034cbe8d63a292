import { expect, test } from 'vitest'
import { assertCounted } from '#engines/analytics/dialect/clickhouse/answer.ts'
import { bearersOf } from '#engines/analytics/dialect/clickhouse/property.ts'
import { readQuery } from '#engines/analytics/query/resolve.ts'
import { isQueryRefusal } from '#engines/analytics/refusal.ts'
import { chance } from '#engines/analytics/testing/chance.ts'
import { anyQuestion, profiles } from './randomProperties.ts'
import { cohorts, makers, now, segments } from './randomQueries.ts'

const ids = (mark: string) => Array.from({ length: 14 }, (_, place) => `${mark}${place}`)
const place = {
  table: 'events',
  workspace: 'w',
  now,
  names: ['start', 'back', 'other', "it's \\ odd"],
  passive: new Set<string>(),
  own: { accounts: ['acc 5'], persons: ['p7'] },
  accounts: ids('acc ').map((id) => ({ id, created: null })),
  persons: [],
  segments,
  cohorts,
  profiles: {
    account: bearersOf(ids('acc ').map((id, at) => ({ id, properties: profiles.account(at) }))),
    person: bearersOf(ids('p').map((id, at) => ({ id, properties: profiles.person(at) }))),
  },
}

/** Where a question is refused; null where it is answered there, undefined where it is no question. */
function refusedAt(seed: number): { readonly kind: string; readonly at: string | null } | undefined {
  const given = anyQuestion(chance(seed), makers)
  try {
    const query = readQuery(given)
    assertCounted(query, place)
    return { kind: query.kind, at: null }
  } catch (error) {
    if (!isQueryRefusal(error)) throw error
    return error.code === 'unsupported' && given['kind'] ? { kind: String(given['kind']), at: error.at } : undefined
  }
}

test('most questions of the whole language are answered on ClickHouse', () => {
  const asked = Array.from({ length: 1_000 }, (_, seed) => refusedAt(seed)).filter((each) => each !== undefined)
  const share = (some: typeof asked): string => `${some.filter(({ at }) => at === null).length} of ${some.length}`
  const kinds = [...Map.groupBy(asked, ({ kind }) => kind)].map(([kind, some]) => `${kind} ${share(some)}`)
  console.info(`Answered on ClickHouse: ${share(asked)} random questions (${kinds.toSorted().join(', ')}).`)
  expect(asked.filter(({ at }) => at === null).length / asked.length).toBeGreaterThan(0.4)
})
