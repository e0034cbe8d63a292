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
  ['as far as its weeks go', { Data: 0.6 }, ['a', 'b'], { a: ['data'] }, { a: { Data: 1 }, b: { Data: 0.2 } }],
  ['each does what it can', { Data: 0.3, Web: 0.4 }, ['a', 'b'], { a: ['data'], b: ['web'] }, { a: { Data: 0.6 }, b: { Web: 0.8 } }],
])('%s', (_, skills, squads, having, told) => expect(asked(skills, squads, having)).toEqual(told))

test('whoever has which skill, nothing of the work is lost or made, and nobody who has a skill is asked for more than its weeks', () => {
  const names = ['data', 'web', 'legal']
  const share = fc.double({ min: 0, max: 1 / 3, noNaN: true })
  fc.assert(
    fc.property(fc.tuple(share, share, share), fc.array(fc.subarray(names), { minLength: 1, maxLength: 4 }), (shares, has) => {
      const squads = has.map((_, n) => `s${n}`)
      const bet = row('INI-1', { skills: names.map((skill, n) => ({ skill, share: shares[n] })) })
      const told = skillsAsked(bet, squads, (squad, skill) => has[Number(squad.slice(1))]?.includes(skill) ?? false)
      const ofSkill = (skill: string, of: (squad: string) => boolean = () => true): number =>
        squads.filter(of).reduce((sum, squad) => sum + (told.get(squad)?.find((one) => one.skill === skill)?.share ?? 0), 0)
      for (const [n, skill] of names.entries()) expect(ofSkill(skill)).toBeCloseTo((shares[n] ?? 0) * squads.length, 6)
      for (const [n, squad] of squads.entries())
        expect(has[n]?.reduce((sum, skill) => sum + ofSkill(skill, (one) => one === squad), 0)).toBeLessThanOrEqual(1 + 1e-9)
    }),
  )
})
