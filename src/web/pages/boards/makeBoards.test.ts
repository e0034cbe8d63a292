import { expect, test } from 'vitest'
import type { ScoreItem } from '#web/contract.ts'
import type { TreeEdge, TreeTold } from '#web/explained.ts'
import { makeBoards } from './makeBoards.ts'

const item = (key: string, theme: string, owner: string | null, state: ScoreItem['state'] = 'none'): ScoreItem => ({
  key,
  name: key,
  theme,
  unit: 'ratio',
  better: 'up',
  grain: 'month',
  window: null,
  value: 1,
  interval: null,
  n: null,
  prior: null,
  target: null,
  variance: null,
  points: [],
  signal: null,
  state,
  why: '',
  owner: owner === null ? null : { name: owner, initials: '' },
  trust: { state: 'trusted', reasons: [] },
  freshness: { newest: null, recordedAt: null },
  currency: 'USD',
})
const edge = (from: string, to: string, kind: TreeEdge['kind'] = 'hypothesis'): TreeEdge => ({
  id: null,
  from,
  to,
  kind,
  operation: null,
  sign: 1,
  lag: 0,
  confidence: null,
  evidence: null,
  because: null,
  says: '',
  score: null,
})
const told: TreeTold = {
  asOf: '2026-11-16',
  northStar: 'arr',
  nodes: [],
  edges: [edge('moves:churn', 'arr', 'identity'), edge('csat', 'moves:churn'), edge('tickets', 'csat'), edge('speed', 'csat', 'guardrail')],
  identities: [],
  hypotheses: [],
  questions: [],
  faults: [],
}
const items = [
  item('arr', 'Revenue', 'Dana'),
  item('moves', 'Revenue', 'Dana'),
  item('csat', 'Quality', 'Tomas'),
  item('tickets', 'Quality', null),
  item('speed', 'Quality', 'Ruth'),
  item('far', 'Quality', null, 'red'),
]
const keysOf = (name: string) =>
  makeBoards(items, told)
    .find((board) => board.name === name)
    ?.parts.map((part) => [part.title, part.items.map(({ key }) => key)])

test('the executive board is the North Star, two steps below it, its guards, and what is far from target elsewhere', () => {
  expect(keysOf('Executive')).toEqual([
    ['North Star', ['arr']],
    ['What makes it', ['moves', 'csat']],
    ['What must not get worse', ['speed']],
    ['Far from target elsewhere', ['far']],
  ])
})

test('a squad sees what it answers for, what moves that, and what guards it', () => {
  expect(keysOf('Tomas')).toEqual([
    ['Tomas answers for', ['csat']],
    ['What moves these', ['tickets']],
    ['What must not get worse', ['speed']],
  ])
})

test('every metric with an owner or a theme is on a board; without a North Star there is no executive one', () => {
  const all = new Set(makeBoards(items, told).flatMap(({ parts }) => parts.flatMap((part) => part.items.map(({ key }) => key))))
  expect([...all].toSorted()).toEqual(items.map(({ key }) => key).toSorted())
  expect(makeBoards(items, { ...told, northStar: null }).map(({ kind }) => kind)).not.toContain('executive')
})
