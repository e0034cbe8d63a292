import { badUsage, text, type Command } from './command.ts'
import { textTable } from './table.ts'
import type { Asked } from './tools.ts'

export const askCommand: Command = {
  says: 'Ask in words: NRR by segment last 4 quarters.',
  usage: 'ask "QUESTION" --workspace W [--json]',
  options: {},
  async run({ words, flags, io, tools }) {
    if (words.length > 1) throw badUsage('Write the question between quotation marks.', `throughline ${askCommand.usage}`)
    const asked = await tools.ask(await tools.enter(text(flags, 'workspace')), words[0] ?? '')
    io.out(flags['json'] ? JSON.stringify(asked) : shown(asked))
    return asked.kind === 'answer' || asked.kind === 'survey' || asked.kind === 'unasked' ? 0 : 1
  },
}

function shown(asked: Asked): string {
  switch (asked.kind) {
    case 'unasked':
      return ['Questions that this workspace can answer today:', ...asked.questions.map(({ ask }) => `  ${ask}`)].join('\n')
    case 'didYouMean':
      return [asked.says, 'Did you mean', ...asked.choices.map(({ ask }) => `  ${ask}`)].join('\n')
    case 'refusal':
      return [`${asked.says} (${asked.code})`, asked.hint, ...asked.choices.map(({ ask }) => `  ${ask}`)].join('\n')
    case 'survey':
      return surveyed(asked)
    case 'answer':
      return answered(asked)
  }
}

function surveyed({ sentence, canonical, table, notes }: Extract<Asked, { kind: 'survey' }>): string {
  const rows = table.rows.map((row) => [row.label, ...row.shown, row.note ?? ''])
  return [sentence, `asked: ${canonical}`, '', textTable([...table.head, ''], rows), '', ...notes].join('\n')
}

function answered({ sentence, canonical, certainty, table, why, notes, citations, query }: Extract<Asked, { kind: 'answer' }>): string {
  const rows = table?.rows.map((row) => [row.label, ...row.shown, row.note ?? '']) ?? []
  return [
    sentence,
    `asked: ${canonical} (${certainty})`,
    ...(table && rows.length > 0 ? ['', textTable([...table.head, ''], rows)] : []),
    ...(why ? ['', ...explained(why)] : []),
    '',
    ...notes,
    ...citations.map(({ n, title, says }) => `[${n}] ${title}: ${says}`),
    ...query,
  ].join('\n')
}

function explained({ declared, signal, splits, unsplit, hypotheses }: NonNullable<Extract<Asked, { kind: 'answer' }>['why']>): string[] {
  return [
    ...(declared.length > 0 ? ['Declared in that time, apart from what happened in the world:', ...declared.map(({ says }) => `  ${says}`)] : []),
    signal,
    'Arithmetic, each sums to the change:',
    ...splits.map(({ by, says }) => `  by ${by}: ${says}`),
    ...unsplit,
    hypotheses.length > 0 ? 'Hypotheses; nobody has shown that they are the cause:' : 'No note stands on the line in this time.',
    ...hypotheses.map(({ says }) => `  ${says}`),
  ]
}
