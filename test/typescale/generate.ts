import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Writes a made-up model in the kernel's language: `nouns` nouns of 16 fields and 4 verbs each, referring to one another in a
 * ring, with the registry and a few callers, so that the compiler's work can be measured at a size we do not have yet.
 */
export function generateModel(folder: string, nouns: number): void {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const names = Array.from({ length: nouns }, (_, index) => `noun${String(index).padStart(2, '0')}`)
  for (const [index, name] of names.entries()) writeFileSync(join(folder, `${name}.ts`), nounFile(name, index, names))
  writeFileSync(join(folder, 'index.ts'), names.map((name) => `export * as ${name} from './${name}.ts'\n`).join(''))
  writeFileSync(join(folder, 'callers.ts'), callers(names))
  writeFileSync(join(folder, 'mistakes.ts'), mistakes)
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig, null, 2))
}

const tsconfig = {
  extends: '../../tsconfig.json',
  compilerOptions: { types: [], lib: ['es2025', 'dom'] },
  include: ['*.ts'],
  exclude: [],
}

function nounFile(name: string, index: number, names: readonly string[]): string {
  const near = (step: number): string => names[(index + step) % names.length] ?? name
  return `import { action, boolean, change, date, integer, list, money, number, object, oneOf, ref, refs, refuse, richText, tags, text, timeframe, url } from '#kernel'

export const ${name} = object('${name}', {
  says: 'A thing that stands beside ${near(1)}.',
  key: 'N${index}',
  chapter: 'chapter${index % 10}',
  title: 'title',
  fields: {
    title: text({ max: 140, required: true, knownAs: ['name', 'label'] }),
    summary: richText({ says: 'What it is.' }),
    stage: oneOf(['idea', 'building', 'live${index}', 'stopped'], { required: true, initial: 'idea', byVerb: true }),
    horizon: oneOf(['now', 'next', 'later']),
    owner: ref('${near(1)}', { required: true }),
    parent: ref('${name}'),
    serves: refs('${near(2)}'),
    blocks: refs('${near(7)}'),
    budget: money({ class: 'confidential' }),
    effort: number({ min: 0 }),
    seats: integer({ min: 0 }),
    starts: date(),
    target: timeframe(),
    isPublic: boolean({ initial: false }),
    labels: tags(),
    link: url(),
    steps: list({ what: text({ required: true }), who: ref('${near(3)}'), due: date() }),
  },
})

export const start = action(${name}, 'start', {
  says: 'Begin.',
  run: ({ row }) => (row.stage === 'idea' ? change({ stage: 'building' }) : refuse('It has begun already.')),
})

export const stop = action(${name}, 'stop', {
  says: 'Stop and say why.',
  allow: 'editor',
  input: { reason: text({ required: true }), on: date() },
  run: ({ row, input }) => (row.stage === 'live${index}' ? refuse('Retire it.', input.reason) : change({ stage: 'stopped', target: null })),
})

export const hand = action(${name}, 'hand', {
  says: 'Give it to somebody else.',
  input: { to: ref('${near(1)}', { required: true }) },
  run: ({ input }) => change({ owner: input.to }),
})

export const fund = action(${name}, 'fund', {
  says: 'Set what it may cost.',
  input: { budget: money({ required: true }), steps: list({ what: text({ required: true }) }) },
  run: ({ row, input }) => (row.isPublic ? refuse('It is public.') : change({ budget: input.budget, effort: (row.effort ?? 0) + 1 })),
})

declare module '#kernel' {
  interface Registry {
    ${name}: typeof ${name}
  }
}
`
}

/** What doors and pages do: name nouns, read rows by type, walk the registry. */
function callers(names: readonly string[]): string {
  const readers = names.map(
    (name) => `export const read_${name} = (row: RowOf<Registry['${name}']>): string => \`\${row.title} \${row.owner} \${row.budget?.currency ?? ''}\``,
  )
  return `import type { Registry, RowOf } from '#kernel'
import { isAction, isNoun } from '#kernel'
import * as model from './index.ts'

export type NounName = keyof Registry
export const nouns = Object.values(model).flatMap((file) => Object.values(file)).filter(isNoun)
export const verbs = Object.values(model).flatMap((file) => Object.values(file)).filter(isAction)
export const titles = <N extends NounName>(rows: readonly RowOf<Registry[N]>[]): number => rows.length
${readers.join('\n')}
`
}

/** Mistakes that the compiler must find: it complains about a directive that expects an error where there is none. */
const mistakes = `import { action, change, text } from '#kernel'
import { noun00 } from './noun00.ts'

// @ts-expect-error there is no such state
action(noun00, 'break', { says: 'x', run: () => change({ stage: 'nowhere' }) })
// @ts-expect-error there is no such field
action(noun00, 'break', { says: 'x', run: ({ row }) => change({ title: row.nothing }) })
// @ts-expect-error an id of another noun
action(noun00, 'break', { says: 'x', run: ({ row }) => change({ owner: row.parent }) })
// @ts-expect-error the input is text
action(noun00, 'break', { says: 'x', input: { why: text({ required: true }) }, run: ({ input }) => change({ effort: input.why }) })
// @ts-expect-error a required field holds no null
action(noun00, 'break', { says: 'x', run: () => change({ title: null }) })
`
