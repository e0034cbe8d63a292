/** The smallest complete noun, metric, fact and page, in the shape of the first real ones, and where each is registered. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from './setup.js'

/**
 * Writes the files of one new thing below `home` (the repository, or a folder of a test) and registers it in its room's index.
 * Returns the paths written and the next steps. Throws RangeError, in words, for an unknown kind, a bad name or an existing file.
 */
export function scaffold(what, path, home = root) {
  const kind = kinds[what]
  if (!kind) throw new RangeError(`Say what to make: ${Object.keys(kinds).join(', ')}. For example: npm run new noun portfolio/milestone`)
  const { name, folder } = readName(what, path)
  const written = Object.entries(kind.files(name, folder)).map(([file, text]) => {
    if (existsSync(join(home, file))) throw new RangeError(`${file} exists already.`)
    return { file, text }
  })
  for (const { file, text } of written) write(join(home, file), text)
  const files = written.map(({ file }) => file)
  if (kind.index) files.push(register(join(home, kind.index), kind.line(name, folder), kind.index))
  return { files, next: kind.next(name) }
}

const kinds = {
  noun: {
    files: (name, chapter) => ({ [`src/objects/${chapter}/${name}.ts`]: noun(name, chapter), [`src/objects/${chapter}/${name}.test.ts`]: nounTest(name) }),
    index: 'src/objects/index.ts',
    line: (name, chapter) => `export * as ${name} from './${chapter}/${name}.ts'`,
    next: (name) => [
      `Write what a ${name} is, its fields and its verbs (docs/recipes/add-a-noun.md).`,
      `npm run migration ${kebab(name)}`,
      'npx vitest run --project unit test/surface -u',
      'npm run check, then start the app: its table, API, pages and commands are there.',
    ],
  },
  metric: {
    files: (name) => ({ [`src/metrics/${name}.ts`]: metric(name) }),
    index: 'src/metrics/index.ts',
    line: (name) => `export * as ${name} from './${name}.ts'`,
    next: (name) => [
      `Write its question, formula and inputs (docs/recipes/add-a-metric.md).`,
      `npx throughline measure ${kebab(name)} --workspace demo --json`,
    ],
  },
  fact: {
    files: (name) => ({ [`src/facts/${name}.ts`]: fact(name) }),
    index: 'src/facts/index.ts',
    line: (name) => `export * as ${name} from './${name}.ts'`,
    next: (name) => [
      `Write its columns and checks (docs/recipes/add-a-fact.md).`,
      `Import a file called ${snake(name)}.csv: it is recognised by its headings.`,
    ],
  },
  page: {
    files: (name) => ({ [`src/web/pages/${name}/${name}.ts`]: page(name), [`src/web/pages/${name}/${capital(name)}View.tsx`]: view(name) }),
    next: (name) => [
      `Put ${name}Page into src/web/pages.ts, and write its view (docs/recipes/add-a-page.md).`,
      `npm run dev, then open /<workspace>/${kebab(name)}`,
    ],
  },
}

const noun = (name, chapter) => `import { action, change, object, oneOf, ref, refuse, text } from '#kernel'

export const ${name} = object('${name}', {
  says: 'One sentence that says what a ${words(name)} is, in the reader’s words.',
  key: '${keyOf(name)}',
  chapter: '${chapter}',
  title: 'name',
  fields: {
    name: text({ required: true, max: 140 }),
    owner: ref('member'),
    state: oneOf(['open', 'closed'], { required: true, initial: 'open', byVerb: true }),
  },
})

export const close = action(${name}, 'close', {
  says: 'Say that it is over, and why.',
  input: { reason: text({ required: true }) },
  run: ({ row }) => (row.state === 'open' ? change({ state: 'closed' }) : refuse('It is closed already.')),
})

declare module '#kernel' {
  interface Registry {
    ${name}: typeof ${name}
  }
}
`

const nounTest = (name) => `import { expect, test } from 'vitest'
import { close, ${name} } from './${name}.ts'

const row = {
  id: '00000000-0000-7000-8000-000000000001',
  key: \`\${${name}.key}-1\`,
  version: 1,
  createdAt: '2026-01-05T09:00:00.000Z',
  updatedAt: '2026-01-05T09:00:00.000Z',
  archivedAt: null,
  source: null,
  custom: {},
  name: 'First',
  owner: null,
}
const asked = { input: { reason: 'done' }, me: { id: 'vera', role: 'editor' as const }, now: '2026-01-06T09:00:00.000Z', seen: () => [] }

test('an open ${words(name)} can be closed, once', () => {
  expect(close.run({ ...asked, row: { ...row, state: 'open' } })).toMatchObject({ decides: 'change', set: { state: 'closed' } })
  expect(close.run({ ...asked, row: { ...row, state: 'closed' } })).toMatchObject({ decides: 'refuse' })
})
`

const metric = (name) => `import { metric } from '#kernel'

export const ${name} = metric({
  name: '${capital(words(name))}',
  says: 'One sentence that says what is counted, over what, and what is left out.',
  question: 'Which question of an executive does it answer?',
  theme: 'Quality and delivery',
  unit: 'ratePerAccount',
  better: 'down',
  grain: 'month',
  window: null,
  compute: { by: 'perPayingAccount', fact: 'ticket', at: 'opened_at' },
  inputs: ['ticket', 'subscription', 'account'],
  guardrails: ['csat'],
  dimensions: ['segment', 'plan'],
  maturityDays: 0,
  minN: 20,
  formula: 'tickets opened ÷ paying account-months',
  version: 1,
})
`

const fact = (name) => `import { dateTime, fact, text } from '#kernel'

export const ${name} = fact('${snake(name)}', {
  says: 'One sentence that says what happened, once, for each row.',
  grain: 'one ${words(name)}',
  key: ['id'],
  at: 'at',
  columns: {
    id: text({ required: true, knownAs: ['${snake(name)}_id'] }),
    account_id: text({ knownAs: ['customer_id', 'company_id'] }),
    at: dateTime({ required: true, knownAs: ['timestamp', 'occurred_at'] }),
  },
  checks: [
    {
      id: '${snake(name)}.account-known',
      says: 'rows point at an account that does not exist',
      severity: 'error',
      rule: 'known',
      column: 'account_id',
      fact: 'account',
      key: 'id',
    },
  ],
})
`

const page = (name) => `import { lazyRouteComponent } from '@tanstack/react-router'
import { page } from '#web/page.ts'

/** The question that it answers. */
export const ${name}Page = page({
  path: '${kebab(name)}',
  title: '${titled(name)}',
  needs: () => [],
  View: lazyRouteComponent(() => import('./${capital(name)}View.tsx'), '${capital(name)}View'),
})
`

const view = (name) => `import { Empty } from '#web/parts/Empty.tsx'
import { useMe } from '#web/session.ts'

export function ${capital(name)}View() {
  const { workspace } = useMe()
  return (
    <main className="page" id="main">
      <title>{\`${titled(name)} · \${workspace.name}\`}</title>
      <div className="xh">
        <h1>${titled(name)}</h1>
      </div>
      <Empty says="Nothing stands here yet" next="Say what would stand here, and the next step." />
    </main>
  )
}
`

function readName(what, path) {
  const wanted = what === 'noun' ? /^([a-z]+)\/([a-z][a-zA-Z0-9]*)$/ : /^()([a-z][a-zA-Z0-9]*)$/
  const found = wanted.exec(path ?? '')
  if (!found)
    throw new RangeError(
      what === 'noun' ? 'A noun is named <chapter>/<name>, such as portfolio/milestone.' : `A ${what} has a name in camelCase, such as serviceLevel.`,
    )
  return { folder: found[1], name: found[2] }
}

/** Puts the line into the room's index, which is sorted by name; nobody has to remember it. */
function register(index, line, shown) {
  const lines = existsSync(index) ? readFileSync(index, 'utf8').split('\n').filter(Boolean) : []
  const exports = [...lines.filter((one) => one.startsWith('export * as ')), line].sort()
  write(index, `${[...lines.filter((one) => !one.startsWith('export * as ')), ...exports].join('\n')}\n`)
  return shown
}

function write(file, text) {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

const split = (name, between) => name.replace(/[A-Z]/g, (letter) => `${between}${letter.toLowerCase()}`)
const kebab = (name) => split(name, '-')
const snake = (name) => split(name, '_')
const words = (name) => split(name, ' ')
const titled = (name) => capital(words(name))
const capital = (name) => name.charAt(0).toUpperCase() + name.slice(1)
const keyOf = (name) =>
  name
    .replace(/[aeiou]/gi, '')
    .concat(name)
    .slice(0, 3)
    .toUpperCase()
