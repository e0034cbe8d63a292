import { badUsage, text, type Command } from './command.ts'

export const roadmapCommand: Command = {
  says: 'Write the roadmap as PowerPoint, PDF, a picture (SVG), CSV or JSON, for an audience.',
  usage:
    'roadmap export --out FILE [--format pptx|pdf|svg|csv|json] [--audience executive|squad|gtm|customer] [--as-of DATE] [--paper a4|letter] [--bom] [--json]',
  details:
    'Without --format the ending of the file decides. Without --audience it is what executives see. What an audience may not see is not in the file, wherever one looks.',
  options: {
    out: { type: 'string', short: 'o' },
    format: { type: 'string' },
    audience: { type: 'string' },
    'as-of': { type: 'string' },
    paper: { type: 'string' },
    bom: { type: 'boolean' },
  },
  async run({ words, flags, io, tools }) {
    if (words[0] !== 'export') throw badUsage('The one thing to do is “roadmap export”.', `throughline ${roadmapCommand.usage}`)
    const out = text(flags, 'out')
    if (!out) throw badUsage('Name the file with --out.', `throughline ${roadmapCommand.usage}`)
    const [audience, asOf, paper] = [text(flags, 'audience'), text(flags, 'as-of'), text(flags, 'paper')]
    const format = text(flags, 'format') ?? out.split('.').at(-1) ?? ''
    const asked = { format, mark: flags['bom'] === true, ...(audience ? { audience } : {}), ...(asOf ? { asOf } : {}), ...(paper ? { paper } : {}) }
    const written = await tools.exporting.roadmap(await tools.enter(text(flags, 'workspace')), asked, out)
    io.out(flags['json'] ? JSON.stringify({ out: written, format, audience: audience ?? 'executive' }) : `Wrote ${written}, for ${audience ?? 'executive'}.`)
    return 0
  },
}
