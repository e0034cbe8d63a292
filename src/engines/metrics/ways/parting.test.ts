import fc from 'fast-check'
import { expect, test } from 'vitest'
import { accountsOf } from './accounts.ts'
import { parting } from './parting.ts'

interface Thing {
  readonly about: string | null
}

const ids = Array.from({ length: 9 }, (_, place) => `A${place}`)
const segments = ['smb', 'mid', null] as const
const row = (id: string, segment: string | null, region: string | null) => ({ id, segment, region })

/** A day: accounts that are told anew, or come, or go; things about accounts of which some are known to nobody. */
const anyDay = fc.record({
  told: fc.array(fc.tuple(fc.constantFrom(...ids), fc.constantFrom(...segments), fc.constantFrom('EU', null)), { maxLength: 3 }),
  goes: fc.option(fc.constantFrom(...ids), { freq: 4 }),
})

test('the parts of a list are those that its accounts are in now, and one that nobody left or joined is the list that it was', () => {
  let [stayed, moved] = [0, 0]
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...ids, 'stranger', null), { maxLength: 30 }),
      fc.constantFrom('segment', 'region', 'segment,region'),
      fc.array(anyDay, { minLength: 2, maxLength: 6 }),
      (about, column, days) => {
        const list = about.map((one): Thing => ({ about: one }))
        const partsOf = parting<Thing>((one) => one.about)
        let rows = ids.slice(0, 7).map((id, place) => row(id, segments[place % 3] ?? null, place % 2 ? 'EU' : null))
        let before: ReadonlyMap<string, readonly Thing[]> = new Map()
        for (const { told, goes } of days) {
          // what is told anew stands behind all others, as it was filed
          for (const [id, segment, region] of told) rows = [...rows.filter((one) => one.id !== id), row(id, segment, region)]
          rows = rows.filter(({ id }) => id !== goes)
          const parts = partsOf(list, column, accountsOf(rows))
          const valueOf = (id: string | null, one: string): string => {
            const own = rows.find((each) => each.id === id)
            return (one === 'segment' ? own?.segment : own?.region) ?? '(none)'
          }
          const expected = Map.groupBy(list, (one) =>
            column
              .split(',')
              .map((each) => valueOf(one.about, each))
              .join(' · '),
          )
          expect(new Map([...parts].toSorted())).toEqual(new Map([...expected].toSorted()))
          for (const [key, part] of before) {
            const isSame = part.length === parts.get(key)?.length && part.every((one, place) => one === parts.get(key)?.[place])
            expect(parts.get(key) === part).toBe(isSame)
            if (isSame) stayed += 1
            else moved += 1
          }
          before = parts
        }
      },
    ),
    { numRuns: 200 },
  )
  expect(stayed).toBeGreaterThan(100)
  expect(moved).toBeGreaterThan(100)
})
