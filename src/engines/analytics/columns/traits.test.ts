import { expect, test } from 'vitest'
import { asFiled } from '../testing/asFiled.ts'
import { chance } from '../testing/chance.ts'
import { collector } from './collect.ts'
import { readingOf } from './property.ts'
import { withTraits, type Said } from './traits.ts'

test('a trait is the last that was said, now or by the time of the event, of events at hand and in files', () => {
  let several = 0
  for (let seed = 0; seed < 200; seed++) {
    const { below, pick } = chance(seed)
    const own = collector()
    for (let at = 0; at < 30; at++) own.add({ name: pick(['a', 'b']), ts: below(12), person: pick(['p1', 'p2', 'p3', null]), account: null })
    const events = own.events()
    const said = Array.from({ length: below(10) }, (): Said => ({
      id: pick(['p1', 'p2', 'nobody']),
      since: below(12),
      value: pick(['pro', 'free', 7, true, null]),
    })).toSorted((a, b) => a.since - b.since)
    if (new Set(said.map(({ id, since }) => `${id} ${since}`)).size < said.length) several++
    for (const given of [events, asFiled(events, 200)])
      for (const undated of [null, new Set<string>()]) {
        const known = withTraits(given, [
          { name: 'plan', said },
          { name: 'other', said: [] },
        ])
        const { at, values } = readingOf(known, 'person.plan', { unknowns: new Set(), undated })
        const found = Array.from({ length: known.length }, (_, row) => values[at(row)] ?? null)
        const wanted = Array.from({ length: events.length }, (_, row) => {
          const own = said.filter(({ id, since }) => id === events.persons[events.person[row] ?? 0] && (undated === null || since <= (events.ts[row] ?? 0)))
          return own.at(-1)?.value ?? null
        })
        expect({ seed, found }).toEqual({ seed, found: wanted })
        expect([...(undated ?? [])]).toEqual(said.some(({ id }) => id !== 'nobody') || undated === null ? [] : said.length > 0 ? ['person.plan'] : [])
      }
  }
  expect(several).toBeGreaterThan(20)
})
