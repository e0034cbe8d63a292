import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { collector } from '#engines/analytics/columns/collect.ts'
import { askEvents, cohortsIn } from './ask.ts'

/** The examples of docs/guide/analytics.md: indented blocks that are one query. */
async function examples(): Promise<string[]> {
  const text = await readFile(new URL('../../../docs/guide/analytics.md', import.meta.url), 'utf8')
  const blocks = text.split(/\n(?! {4})/).flatMap((part) =>
    part
      .split('\n')
      .filter((line) => line.startsWith('    '))
      .join('\n')
      .split(/\n(?= {4}\{"kind")/),
  )
  return blocks.map((block) => block.trim()).filter((block) => block.startsWith('{"kind"'))
}

test('every example of the guide is a question that can be asked', async () => {
  const own = collector()
  own.add({ name: 'sign up', ts: Date.UTC(2026, 4, 1), person: 'ann', account: 'acme', properties: { amount: 3, project_id: 'p' } })
  const place = {
    events: own.events({ account: [{ id: 'acme', created: Date.UTC(2026, 4, 1), properties: { plan: 'pro', segment: 'smb' } }] }),
    now: Date.UTC(2026, 5, 1),
    segments: new Map(['SEG-1', 'Mid-market'].map((title) => [title, { title, accounts: ['acme'], former: [], note: null }])),
    cohorts: cohortsIn({ 'power users': { kind: 'cohort', def: { did: { event: 'sign up' }, in: { last: 4, unit: 'week' } } } }),
  }
  const found = await examples()
  expect(found.length).toBeGreaterThan(14)
  for (const example of found) {
    const query: unknown = JSON.parse(example)
    expect({ example, answer: askEvents(query, place) }).toMatchObject({ example, answer: { asOf: '2026-06-01T00:00:00.000Z' } })
  }
})
