import type { SampleObject } from './sampleObject.ts'
import { addDays, type Timeline } from './timeline.ts'

/** Connect loses its customers slowly and hardly pays: it is folded into the plans of Core, announced four months ago and behind its pace. */
export function sunset(time: Timeline): SampleObject[] {
  return [folding(time), moving(time)]
}

const folding = (time: Timeline): SampleObject => ({
  noun: 'decision',
  externalId: 'decision:connect',
  values: {
    question: 'Do we keep Connect as a product of its own?',
    context: 'A quarter of Connect’s revenue is left after its cost, and those who pay for it pay less each year.',
    options: [
      { name: 'Keep selling it', cost: 'A sixth of all effort', effect: 'Net retention stays below 95 %' },
      { name: 'Fold connectors into the plans of Core', cost: 'One quarter of Connect', effect: 'Three percent of revenue moves' },
      { name: 'Do nothing', cost: '$0', effect: 'The same a year later, with more accounts to move' },
    ],
    class: 'executive',
    decider: 'member:vera',
  },
  verbs: [
    {
      verb: 'decide',
      input: {
        chosen: 'Fold connectors into the plans of Core',
        rationale: 'Connectors sell Core. Sold alone they neither grow nor pay.',
        reviewOn: addDays(time.today, 120),
        noAssumptions: true,
        on: time.day(-3, 6),
      },
    },
  ],
})

const moving = (time: Timeline): SampleObject => ({
  noun: 'migration',
  externalId: 'migration:connect',
  values: {
    title: 'Connectors move into the plans of Core',
    kind: 'sunset',
    product: 'product:connect',
    to: 'product:core',
    why: 'One contract and one bill for each customer; connectors are part of what Core does.',
    groups: [
      { name: 'Enterprise', by: 'plan', is: 'Enterprise', path: 'Included in Enterprise from the next renewal; nothing to set up.' },
      { name: 'Business', by: 'plan', is: 'Business', path: 'Three connectors included, more as an add-on of Core at the price of today for a year.' },
    ],
    noticeDays: 180,
    readOnlyOn: addDays(time.today, 170),
    endOn: addDays(time.today, 200),
    owner: 'member:ines',
  },
  verbs: [
    { verb: 'approve', input: { decision: 'decision:connect' } },
    { verb: 'announce', input: { on: time.day(-3, 10) } },
    { verb: 'start', input: {} },
  ],
})
