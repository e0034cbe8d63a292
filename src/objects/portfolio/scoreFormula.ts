import { action, change, object, text } from '#kernel'

const written = {
  name: text({ required: true, max: 40, says: 'What the score is called beside the others.' }),
  formula: text({ required: true, max: 2000, says: 'Over inputs of a bet: (reach * impact) / max(effort, 0.5).' }),
  means: text({ max: 300, says: 'What it is for.' }),
}
const roads = 'A formula is written on Prioritise, where it is read and its ranking shown before it is kept.'

export const scoreFormula = object('scoreFormula', {
  says: 'A score of the workspace’s own: a formula over the inputs of bets. What it ranked on a past day is told by the formula of that day.',
  key: 'SFM',
  chapter: 'portfolio',
  title: 'name',
  unique: [['name']],
  fields: written,
  without: { create: roads, edit: roads },
})

export const write = action(scoreFormula, 'write', {
  says: 'Keep a formula that can be read.',
  creates: true,
  inner: true,
  input: written,
  run: ({ input }) => change(input),
})

export const rewrite = action(scoreFormula, 'rewrite', {
  says: 'Let it rank by another formula from now on.',
  inner: true,
  input: written,
  run: ({ input }) => change(input),
})

declare module '#kernel' {
  interface Registry {
    scoreFormula: typeof scoreFormula
  }
}
