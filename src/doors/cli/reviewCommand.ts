import { badUsage, text, type Command } from './command.ts'

export const reviewCommand: Command = {
  says: 'Draft a business review from the numbers, and write it as PDF.',
  usage: 'review create --kind mbr|qbr|board|weekly --period 2024-12 --workspace W [--out review.pdf] [--paper a4|letter] [--freeze] [--json]',
  options: { kind: { type: 'string' }, period: { type: 'string' }, out: { type: 'string' }, paper: { type: 'string' }, freeze: { type: 'boolean' } },
  async run({ words, flags, io, tools }) {
    if (words[0] !== 'create') throw badUsage('The one thing to do is “review create”.', `throughline ${reviewCommand.usage}`)
    const [kind, period, out] = [text(flags, 'kind') ?? 'mbr', text(flags, 'period'), text(flags, 'out')]
    if (!period) throw badUsage('--period is required, such as 2024-12.')
    const paper = text(flags, 'paper') ?? 'a4'
    if (paper !== 'a4' && paper !== 'letter') throw badUsage(`--paper is a4 or letter, not “${paper}”.`)
    const scope = await tools.enter(text(flags, 'workspace'))
    const row = await tools.createReview(scope, kind, period)
    if (out) await tools.writeFile(out, await tools.reviewPdf(scope, row.id, paper))
    io.out(
      flags['json']
        ? JSON.stringify({ review: row.id, key: row.key, headline: row['headline'], out: out ?? null })
        : `${row.key} “${String(row['headline'] ?? row['name'])}”${out ? ` written to ${out}` : ' is drafted'}.`,
    )
    return 0
  },
}
