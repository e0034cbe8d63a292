import { badUsage, text, type Command } from './command.ts'
import { textTable } from './table.ts'

export const policiesCommand: Command = {
  says: 'Show one ledger under several policies, with the reason for each difference.',
  usage:
    'policies compare --workspace W [--as-of DATE] [--period 2024-12] [--policies stripe,board] [--policy FILE|PRESET] [--figure net-revenue-retention] [--theirs 1.064] [--json]',
  options: {
    'as-of': { type: 'string' },
    period: { type: 'string' },
    policies: { type: 'string' },
    policy: { type: 'string' },
    figure: { type: 'string' },
    theirs: { type: 'string' },
  },
  async run({ words, flags, io, tools }) {
    if (words[0] !== 'compare' || words.length > 1) throw badUsage('The one thing to do is “policies compare”.', `throughline ${policiesCommand.usage}`)
    const [asOf, period, named, own, figure, theirs] = ['as-of', 'period', 'policies', 'policy', 'figure', 'theirs'].map((name) => text(flags, name))
    if (theirs !== undefined && !Number.isFinite(Number(theirs))) throw badUsage(`--theirs is a number, not “${theirs}”.`)
    const custom = own === undefined ? [] : [/[./\\]/.test(own) ? await tools.readFile(own) : own]
    const answer = await tools.comparePolicies(await tools.enter(text(flags, 'workspace')), {
      ...(named !== undefined || custom.length > 0 ? { policies: [...(named?.split(',').filter((name) => name !== '') ?? []), ...custom] } : {}),
      ...(figure ? { figure } : {}),
      ...(asOf ? { asOf } : {}),
      ...(period ? { period } : {}),
      ...(theirs === undefined ? {} : { theirs: Number(theirs) }),
    })
    if (flags['json']) io.out(JSON.stringify(answer))
    else {
      const show = (value: number | null | undefined) => tools.show(value ?? null, answer.unit, answer.currency)
      const lines = answer.columns.map((column) => [column.name, show(column.figures[answer.figure]?.value), column.total === null ? '–' : show(column.total)])
      const why = answer.columns.flatMap((column) =>
        column.why.map(
          (part) => `  ${column.name}: ${part.switch} ${part.from} to ${part.to}: ${part.part === null ? (part.because ?? 'cannot be told') : show(part.part)}`,
        ),
      )
      io.out([`${answer.figure} of ${answer.period}`, '', textTable(['policy', 'value', 'difference'], lines), '', ...why].join('\n'))
    }
    return 0
  },
}
