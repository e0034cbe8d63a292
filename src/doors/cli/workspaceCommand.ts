import { badUsage, text, type Command } from './command.ts'
import { textTable } from './table.ts'

export const workspaceCommand: Command = {
  says: 'List or create workspaces, or get a sign-in link.',
  usage: 'workspace list | create SLUG [--name NAME] [--currency USD] [--time-zone Europe/Berlin] | link SLUG',
  options: { name: { type: 'string' }, currency: { type: 'string' }, 'time-zone': { type: 'string' } },
  async run({ words, flags, io, tools }) {
    const [verb, slug] = words
    if (verb === 'list') {
      const all = await tools.workspaces()
      io.out(
        flags['json']
          ? JSON.stringify(all)
          : textTable(
              ['workspace', ''],
              all.map((one) => [one.slug, one.isSample ? 'sample' : '']),
            ),
      )
      return 0
    }
    if (!slug) throw badUsage('Name the workspace.', `throughline ${workspaceCommand.usage}`)
    if (verb === 'link') {
      const link = await tools.signInLink(slug)
      io.out(flags['json'] ? JSON.stringify({ link }) : link)
      return 0
    }
    if (verb !== 'create') throw badUsage(`“${verb ?? ''}” is not list, create or link.`)
    const [name, currency, timeZone] = [text(flags, 'name') ?? slug, text(flags, 'currency'), text(flags, 'time-zone')]
    const id = await tools.createWorkspace({ slug, name, ...(currency ? { currency } : {}), ...(timeZone ? { timeZone } : {}) })
    io.out(flags['json'] ? JSON.stringify({ workspace: id, slug }) : `Created ${slug}.`)
    return 0
  },
}

export const verifyCommand: Command = {
  says: 'Prove that nobody rewrote the record.',
  usage: 'verify --workspace W [--json]',
  options: {},
  async run({ flags, io, tools }) {
    const scope = await tools.enter(text(flags, 'workspace'))
    const answer = await scope.verify()
    io.out(
      flags['json']
        ? JSON.stringify(answer)
        : answer.valid
          ? `The chain of ${answer.checked.toLocaleString('en-US')} changes is whole; its head is ${answer.head.hash.slice(0, 16)}….`
          : `The chain is broken at change ${answer.firstBad ?? '?'}.`,
    )
    return answer.valid ? 0 : 1
  },
}
