import { expect, test } from 'vitest'
import { headline, lacksOf, loudSays } from './telling.ts'

const evidence = { voices: 4, accounts: 4, unnamed: 0, paying: 4, revenue: 10, loudest: { name: 'Polder Energy', share: 0.64 }, heaviest: null, isLoud: false }
const node = {
  id: 'x',
  key: 'OPP-1',
  title: 'x',
  kind: 'need',
  state: 'new',
  owner: null,
  parent: null,
  depth: 0,
  survey: null,
  score: null,
  band: null,
  bets: [],
  experiments: [],
  evidence,
} as const

test('an orphan is said to be one, by what it lacks', () => {
  expect(lacksOf(node, true)).toEqual([])
  expect(lacksOf({ ...node, evidence: { ...evidence, voices: 0 } }, false)).toEqual(['no outcome', 'no evidence'])
  expect(lacksOf({ ...node, state: 'targeted' }, true)).toEqual(['no bet'])
})

test('one loud account is named with its share', () => {
  expect(loudSays(evidence)).toBeNull()
  expect(loudSays({ ...evidence, isLoud: true })).toBe('64% from Polder Energy')
})

test('the page says in one sentence what is open', () => {
  const objective = { id: 'o', key: 'OBJ-1', title: 'x', keyResults: [] }
  expect(headline({ outcomes: [{ objective, nodes: [node] }] })).toBe('1 opportunity, each with an outcome and with evidence')
  const loud = { ...node, evidence: { ...evidence, isLoud: true } }
  expect(
    headline({
      outcomes: [
        { objective, nodes: [node, loud] },
        { objective: null, nodes: [node, node] },
      ],
    }),
  ).toBe('4 opportunities: 2 serve no outcome, 1 rests on one loud account')
})
