import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rowOf as row } from '#test/support/rowOf.ts'
import { skillsAsked } from './rows.ts'

const asked = (skills: Readonly<Record<string, number>>, squads: readonly string[], having: Readonly<Record<string, readonly string[]>>) =>
  Object.fromEntries(
    [
      ...skillsAsked(
        row('INI-1', { skills: Object.entries(skills).map(([skill, share]) => ({ skill, share })) }),
        squads,
        (squad, skill) => having[squad]?.includes(skill) ?? false,
      ),
    ].map(([squad, all]) => [squad, Object.fromEntries(all.map(({ skill, share }) => [skill, Math.round(share * 1e9) / 1e9]))]),
  )

test.each([
  ['one squad is asked for what the bet asks', { Data: 0.3 }, ['a'], { a: ['data'] }, { a: { Data: 0.3 } }],
  ['where none has it each lacks it', { Data: 0.3 }, ['a', 'b'], {}, { a: { Data: 0.3 }, b: { Data: 0.3 } }],
  ['where all have it each does its own', { Data: 0.3 }, ['a', 'b'], { a: ['data'], b: ['data'] }, { a: { Data: 0.3 }, b: { Data: 0.3 } }],
  ['who has it does it for both', { Data: 0.3 }, ['a', 'b'], { a: ['data'] }, { a: { Data: 0.6 }, b: {} }],
  ['beyond its weeks of the bet where they are too few', { Data: 0.6 }, ['a', 'b'], { a: ['data'] }, { a: { Data: 1.2 }, b: {} }],
  [
    'what one that is full leaves is done by the others who have it',
    { Data: 0.3, Web: 0.3 },
    ['a', 'b', 'c'],
    { a: ['data', 'web'], b: ['web'], c: ['web'] },
    { a: { Data: 0.9, Web: 0.042857143 }, b: { Web: 0.428571429 }, c: { Web: 0.428571429 } },
  ],
  ['each does what it can', { Data: 0.3, Web: 0.4 }, ['a', 'b'], { a: ['data'], b: ['web'] }, { a: { Data: 0.6 }, b: { Web: 0.8 } }],
])('%s', (_, skills, squads, having, told) => expect(asked(skills, squads, having)).toEqual(told))

const seeds = [-488941458, -341664725, -492595544]
test.each([...seeds, undefined])(
  'whoever has which skill, nothing of the work is lost or made, and who has it does it, beyond their weeks only where all are full (%s)',
  (seed) => {
    const names = ['data', 'web', 'legal']
    const share = fc.double({ min: 0, max: 1 / 3, noNaN: true })
    fc.assert(
      fc.property(fc.tuple(share, share, share), fc.array(fc.subarray(names), { minLength: 1, maxLength: 4 }), (shares, has) => {
        const squads = has.map((_, n) => `s${n}`)
        const bet = row('INI-1', { skills: names.map((skill, n) => ({ skill, share: shares[n] })) })
        const hasIt = (squad: string, skill: string): boolean => has[Number(squad.slice(1))]?.includes(skill) ?? false
        const told = skillsAsked(bet, squads, hasIt)
        const of = (squad: string, skill: string): number => told.get(squad)?.find((one) => one.skill === skill)?.share ?? 0
        const sum = (all: readonly number[]): number => all.reduce((total, one) => total + one, 0)
        const own = (squad: string): number => sum(names.filter((skill) => hasIt(squad, skill)).map((skill) => of(squad, skill)))
        for (const [n, skill] of names.entries()) {
          const having = squads.filter((squad) => hasIt(squad, skill))
          expect(sum((having.length > 0 ? having : squads).map((squad) => of(squad, skill)))).toBeCloseTo((shares[n] ?? 0) * squads.length, 6)
          expect(sum(squads.map((squad) => of(squad, skill)))).toBeCloseTo((shares[n] ?? 0) * squads.length, 6)
        }
        for (const squad of squads.filter((one) => own(one) > 1 + 1e-6))
          expect(names.some((skill) => hasIt(squad, skill) && squads.every((one) => !hasIt(one, skill) || own(one) >= 1 - 1e-6))).toBe(true)
      }),
      { ...(seed === undefined ? {} : { seed }), numRuns: 300 },
    )
  },
)
