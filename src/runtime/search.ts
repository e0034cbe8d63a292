import { sql } from 'kysely'
import { rank, type Role } from '#kernel'
import { compiled } from './commit.ts'
import { columnOf, tableOf } from './derive/ddl.ts'
import { mayRead } from './policy.ts'
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

/** Finds rows of any noun whose words hold every word asked for; an exact key or a title that starts with it comes first. */
export async function search(tx: Transaction, registry: Registry, role: Role, asked: string, limit: number): Promise<Hit[]> {
  const words = asked.toLowerCase().split(/\s+/).filter((word) => word !== '').slice(0, 6)
  if (words.length === 0) return []
  const readable = [...registry.nouns.values()].filter((noun) => rank(role) >= rank(noun.read) && mayRead(noun.fields[noun.title]?.class ?? 'internal', role) && !quiet.has(noun.noun))
  const parts = readable.map((noun) => {
    let select = tables
      .selectFrom(`app.${tableOf(noun.noun)}`)
      .select([sql<string>`${noun.noun}`.as('noun'), 'id', 'key', sql<string>`${sql.ref(columnOf(noun.title))}`.as('title'), sql<number>`case when lower(key) = ${words[0]} then 0 when lower(${sql.ref(columnOf(noun.title))}) like ${`${words[0]}%`} then 1 else 2 end`.as('place')])
      .where('archived_at', 'is', null)
    for (const word of words) select = select.where('search', 'like', `%${word.replace(/[\\%_]/g, '\\$&')}%`)
    return select.orderBy('place').limit(limit)
  })
  const hits: (Hit & { place: number })[] = []
  for (const part of parts) {
    const { rows } = await tx.query(...compiled(part))
    for (const row of rows) hits.push({ noun: String(row['noun']), id: String(row['id']), key: String(row['key']), title: String(row['title']), says: registry.noun(String(row['noun'])).says, place: Number(row['place']) })
  }
  return hits.toSorted((a, b) => a.place - b.place || a.title.localeCompare(b.title)).slice(0, limit).map(({ place: _, ...hit }) => hit)
}

/** Records that people open from their own pages, not by name. */
const quiet = new Set(['comment', 'connection', 'workspace'])
