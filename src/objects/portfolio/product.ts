import { action, change, date, integer, number, object, oneOf, ref, refuse, richText, tags, text, url, type AnyRow } from '#kernel'

export const product = object('product', {
  says: 'A node of the product tree: line, product, area or platform.',
  key: 'PRD',
  chapter: 'portfolio',
  title: 'name',
  fields: {
    name: text({ required: true, max: 140 }),
    kind: oneOf(['line', 'product', 'area', 'platform'], { required: true, initial: 'area' }),
    parent: ref('product', { says: 'The node above it.' }),
    summary: richText({ says: 'What it does, for whom.' }),
    lifecycle: oneOf(['incubating', 'investing', 'sustaining', 'harvesting', 'sunsetting', 'retired'], { initial: 'sustaining' }),
    role: oneOf(['core', 'adjacent', 'enabler', 'experiment']),
    records: tags({ says: 'What subscriptions, costs, usage, tickets and incidents call it, where that is not its name.' }),
    maturity: text({ max: 40, says: 'How complete it is, in the company’s own words.' }),
    investment: number({ min: 0, says: 'Share of development spend, in percent, as stated by its source.' }),
    owner: ref('member'),
    successor: ref('product', { says: 'What takes its place.' }),
    link: url(),
    decision: ref('decision', { byVerb: true, says: 'The decision behind its last turn.' }),
    migration: ref('migration', { byVerb: true, says: 'How its customers move on.' }),
    retiredOn: date({ byVerb: true }),
  },
  settled: (_row, fields) => (fields.includes('lifecycle') ? 'Its lifecycle changes by incubate, invest, sustain, harvest, planSunset and retire.' : null),
})

type Going = { readonly lifecycle: string | null }
const isOver = ({ lifecycle }: Going): boolean => lifecycle === 'sunsetting' || lifecycle === 'retired'

export const incubate = action(product, 'incubate', {
  says: 'Try it with few customers before anything is promised.',
  run: ({ row }) => (isOver(row) || row.lifecycle === 'incubating' ? refuse(`It is ${row.lifecycle}.`) : change({ lifecycle: 'incubating' })),
})

export const invest = action(product, 'invest', {
  says: 'Put people on its growth.',
  run: ({ row }) => {
    if (isOver(row) || row.lifecycle === 'investing') return refuse(`It is ${row.lifecycle}.`)
    return row.owner ? change({ lifecycle: 'investing' }) : refuse('It has no owner.', 'Name who answers for it.')
  },
})

export const sustain = action(product, 'sustain', {
  says: 'Keep it good without growing it; a planned sunset is called off, with the decision.',
  input: { decision: ref('decision', { says: 'Needed to call off a sunset.' }) },
  sees: ['decision'],
  run: ({ row, input, seen }) => {
    if (row.lifecycle === 'sustaining' || row.lifecycle === 'retired') return refuse(`It is ${row.lifecycle}.`)
    if (row.lifecycle !== 'sunsetting') return change({ lifecycle: 'sustaining' })
    const fault = takenFault(input.decision, seen('decision'))
    return fault ? refuse(...fault) : change({ lifecycle: 'sustaining', decision: input.decision })
  },
})

export const harvest = action(product, 'harvest', {
  says: 'Keep its revenue and stop investing in it.',
  run: ({ row }) => (isOver(row) || row.lifecycle === 'harvesting' ? refuse(`It is ${row.lifecycle}.`) : change({ lifecycle: 'harvesting' })),
})

/** Its accounts are read from the revenue ledger by the flow that performs it. */
export const planSunset = action(product, 'planSunset', {
  says: 'Take it off the market in an orderly way: decided, and with a path for everybody who pays for it.',
  allow: 'admin',
  inner: true,
  input: {
    decision: ref('decision', { required: true }),
    migration: ref('migration', { required: true }),
    active: integer({ required: true, min: 0, says: 'Accounts that pay for it.' }),
    uncovered: tags({ says: 'Those of them without a path, by name.' }),
  },
  sees: ['decision', 'migration'],
  run: ({ row, input, seen }) => {
    if (row.lifecycle !== 'sustaining' && row.lifecycle !== 'harvesting')
      return refuse(`It is ${row.lifecycle}; a product that is sustained or harvested is sunset.`)
    const fault = takenFault(input.decision, seen('decision'))
    if (fault) return refuse(...fault)
    const path = seen('migration').find((one) => one.id === input.migration)
    if (!path || path['product'] !== row.id) return refuse('That migration moves the customers of another product.', 'Name the one of this product.')
    if (!['approved', 'announced', 'migrating'].includes(String(path['state'])))
      return refuse(`${path.key} is ${String(path['state'])}.`, 'Have it approved first.')
    const left = input.uncovered ?? []
    if (left.length > 0)
      return refuse(`${left.length} of ${input.active} accounts that pay for it have no path: ${few(left)}.`, `Give them a group in ${path.key}.`)
    return change({ lifecycle: 'sunsetting', decision: input.decision, migration: input.migration })
  },
})

export const retire = action(product, 'retire', {
  says: 'It is gone: nobody pays for it, or a decision takes the exception.',
  allow: 'admin',
  inner: true,
  input: { paying: tags({ says: 'Accounts that still pay for it, by name.' }), exception: ref('decision') },
  sees: ['decision'],
  run: ({ row, input, seen, now }) => {
    if (row.lifecycle !== 'sunsetting') return refuse(`It is ${row.lifecycle}; only a product whose sunset is planned is retired.`, 'Plan its sunset first.')
    const paying = input.paying ?? []
    if (paying.length > 0 && !input.exception)
      return refuse(`${paying.length} accounts still pay for it: ${few(paying)}.`, 'Move them, or name the decision that takes the exception.')
    const fault = input.exception ? takenFault(input.exception, seen('decision')) : null
    return fault ? refuse(...fault) : change({ lifecycle: 'retired', retiredOn: now.slice(0, 10), decision: input.exception ?? row.decision })
  },
})

function takenFault(id: string | null, decisions: readonly AnyRow[]): readonly [string, string] | null {
  if (!id) return ['No decision is named.', 'Name the decision that was taken.']
  const found = decisions.find((one) => one.id === id)
  return found?.['state'] === 'decided'
    ? null
    : [`${found?.key ?? 'That decision'} is ${String(found?.['state'] ?? 'not to be found')}.`, 'Have it decided first.']
}

const few = (names: readonly string[]): string => (names.length > 4 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', '))

declare module '#kernel' {
  interface Registry {
    product: typeof product
  }
}
