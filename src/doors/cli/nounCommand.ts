import { Problem, isRecord, type AnyRow, type Noun } from '#kernel'
import type { ParseArgsOptionsConfig } from 'node:util'
import type { Registry } from '#runtime/registry.ts'
import { badUsage, text, type Command, type Flags } from './command.ts'
import type { Scope } from '#runtime/scope.ts'
import { textTable } from './table.ts'
import type { Tools } from './tools.ts'

const options: ParseArgsOptionsConfig = {
  input: { type: 'string' },
  set: { type: 'string', multiple: true },
  filter: { type: 'string', multiple: true },
  search: { type: 'string' },
  sort: { type: 'string' },
  limit: { type: 'string' },
  'as-of': { type: 'string' },
  version: { type: 'string' },
  why: { type: 'string' },
  key: { type: 'string' },
  out: { type: 'string', short: 'o' },
  columns: { type: 'string' },
  bom: { type: 'boolean' },
}

/** `throughline <noun> list|get|history|<verb>`: derived from the definitions, like every other door. */
export const nounCommand = (word: string): Command => ({
  says: `Read or change ${word}.`,
  usage: `${word} list [--filter field=value] [--search WORDS] [--sort -updatedAt] [--limit 50] | export --out FILE.csv|FILE.json [--columns a,b] [--bom] | get ID | history ID | <verb> [ID] [--set field=value] [--input JSON] [--version N] [--why WORDS] [--key IDEMPOTENCY-KEY]`,
  options,
  async run({ words, flags, io, tools }) {
    const noun = nounOf(tools.registry, word)
    const [verb = 'list', id] = words
    const scope = await tools.enter(text(flags, 'workspace'))
    const asOf = text(flags, 'as-of')
    if (verb === 'list') {
      const page = await scope.read(noun.noun, {
        filter: pairs(flags, 'filter'),
        limit: Number(text(flags, 'limit') ?? 50),
        ...given('search', flags),
        ...given('sort', flags),
        ...(asOf ? { asOf } : {}),
      })
      io.out(flags['json'] ? JSON.stringify(page) : `${rowsTable(noun, page.items)}\n${page.items.length} of ${page.total}`)
      return 0
    }
    if (verb === 'export') {
      io.out(await exported(tools, scope, noun, flags))
      return 0
    }
    if (verb === 'get' || verb === 'history') {
      const row = await scope.one(noun.noun, need(id, noun), asOf)
      const answer = verb === 'get' ? row : await scope.changes({ noun: noun.noun, object: row.id })
      io.out(flags['json'] ? JSON.stringify(answer) : JSON.stringify(answer, null, 2))
      return 0
    }
    const action = tools.registry.action(noun.noun, verb)
    const target = action.creates
      ? {}
      : { id: (await scope.one(noun.noun, need(id, noun))).id, ...(text(flags, 'version') ? { version: Number(text(flags, 'version')) } : {}) }
    const [why, key] = [text(flags, 'why'), text(flags, 'key')]
    const row = await scope.order({ noun: noun.noun, verb, target, input: inputOf(flags), ...(why ? { why } : {}) }, key ? { idempotencyKey: key } : {})
    io.out(flags['json'] ? JSON.stringify(row) : `${row.key} ${String(row[noun.title] ?? '')}`)
    return 0
  },
})

/** The list as a file; its ending says the format. */
async function exported(tools: Tools, scope: Scope, noun: Noun, flags: Flags): Promise<string> {
  const [out, asOf] = [text(flags, 'out'), text(flags, 'as-of')]
  if (!out) throw badUsage('Name the file with --out.', 'Its ending says the format: .csv or .json.')
  const query = { filter: pairs(flags, 'filter'), ...given('search', flags), ...given('sort', flags), ...(asOf ? { asOf } : {}) }
  const columns = (text(flags, 'columns') ?? '').split(',').filter(Boolean)
  const written = await tools.exporting.rows(scope, noun.noun, { format: out.split('.').at(-1) ?? '', columns, mark: flags['bom'] === true, query }, out)
  return flags['json'] ? JSON.stringify({ out: written }) : `Wrote ${written}.`
}

/** By its name, in the singular or plural, in camel or kebab case. */
function nounOf(registry: Registry, word: string): Noun {
  const name = word.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
  const found = [...registry.nouns.values()].find((noun) => noun.noun === name || noun.plural === name)
  if (!found) throw badUsage(`There is no command or noun “${word}”.`, `The nouns are ${[...registry.nouns.keys()].join(', ')}.`)
  return found
}

function need(id: string | undefined, noun: Noun): string {
  if (!id) throw badUsage(`Name the ${noun.noun}.`, `By id or key, such as ${noun.key}-1.`)
  return id
}

function inputOf(flags: Flags): Record<string, unknown> {
  const json = text(flags, 'input')
  if (json === undefined) return pairs(flags, 'set')
  try {
    const parsed: unknown = JSON.parse(json)
    if (isRecord(parsed)) return { ...parsed, ...pairs(flags, 'set') }
  } catch {
    // one message for text that is no JSON and for JSON that is no object
  }
  throw new Problem('invalid', '--input is not a JSON object.', `Write --input '{"name": "…"}'.`, { code: 'usage' })
}

function pairs(flags: Flags, name: string): Record<string, unknown> {
  const list = text(flags, name)
  if (list === undefined) return {}
  return Object.fromEntries(
    list.split('\n').map((pair) => {
      const at = pair.indexOf('=')
      if (at < 1) throw badUsage(`“${pair}” is not field=value.`)
      const value = pair.slice(at + 1)
      return [pair.slice(0, at), value === 'null' ? null : value.includes(',') && name === 'filter' ? value.split(',') : value]
    }),
  )
}

const given = (name: string, flags: Flags): Record<string, string> => {
  const value = text(flags, name)
  return value === undefined ? {} : { [name]: value }
}

const rowsTable = (noun: Noun, rows: readonly AnyRow[]): string =>
  textTable(
    ['key', noun.title, 'updated'],
    rows.map((row) => [row.key, String(row[noun.title] ?? ''), row.updatedAt.slice(0, 10)]),
  )
