import { sql } from 'kysely'
import { rank, type Noun, type Role } from '#kernel'
import { columnOf, tableOf } from './derive/ddl.ts'
import { holdsWord, likeText, searchWords } from './filter.ts'
import { mayRead } from './policy.ts'
import { ask } from './read.ts'
import type { Registry } from './registry.ts'
import { tables } from './tables.ts'
import type { Transaction } from '#platform/postgres/pool.ts'

export interface Hit {
  readonly noun: string
  readonly id: string
  readonly key: string
  readonly title: string
  readonly says: string
}

/** Finds rows of any noun whose words hold every word asked for; an exact key, then a title that starts with the first word, come first. */
export async function search(tx: Transaction, registry: Registry, role: Role, asked: string, limit: number): Promise<Hit[]> {
  const words = searchWords(asked)
  if (words.length === 0) return []
  const open = [...registry.nouns.values()].filter((noun) => isOpen(noun, role))
  const answers = await Promise.all(open.map((noun) => ask(tx, selectHits(noun, role, words).limit(limit)))) // one journey for all
  const found = open.flatMap(({ noun, says }, index) =>
    (answers[index] ?? []).map(({ id, key, title, place }) => ({ noun, says, id: String(id), key: String(key), title: String(title), place: Number(place) })),
  )
  const best = found.toSorted((a, b) => a.place - b.place || a.title.localeCompare(b.title) || (a.id < b.id ? -1 : 1))
  return best.slice(0, limit).map(({ place: _, ...hit }) => hit)
}

function selectHits(noun: Noun, role: Role, words: readonly string[]) {
  const [first = ''] = words
  const title = sql<string>`${sql.ref(columnOf(noun.title))}`
  const place = sql<number>`case when lower(key) = ${first} then 0 when lower(${title}) like ${`${likeText(first)}%`} then 1 else 2 end`
  let select = tables.selectFrom(`app.${tableOf(noun.noun)}`).select(['id', 'key', title.as('title'), place.as('place')])
  for (const word of words) select = select.where(holdsWord(noun, role, word).sql)
  return select.where('archived_at', 'is', null).orderBy('place').orderBy('title').orderBy('id')
}

/** Records that people open from their own pages, not by name. */
const quiet = new Set(['comment', 'connection', 'workspace'])

const isOpen = (noun: Noun, role: Role): boolean =>
  !quiet.has(noun.noun) && rank(role) >= rank(noun.read) && mayRead(noun.fields[noun.title]?.class ?? 'internal', role)
