/**
 * The rooms of the house and the arrows between them (ARCHITECTURE.md, section 2), as data. `src/rooms.test.ts` parses every
 * import of src/ and fails on an arrow that is not drawn here.
 */
export interface Room {
  readonly name: string
  /** What stands in it, in one line. */
  readonly holds: string
  /** Rooms, or folders of rooms, that it may import besides itself. */
  readonly imports: readonly string[]
  /** Rooms of which it may import types, and types alone: nothing of them is left when the code runs. */
  readonly types?: readonly string[]
  /** Its folders are strangers: none imports another, except those named in `imports`. */
  readonly apart?: boolean
  /** Packages of npm: any, or these alone. */
  readonly packages: 'any' | readonly string[]
  /** Modules of Node: any, or these alone. Rooms without them hold no I/O. */
  readonly node: 'any' | readonly string[]
  /** What to do instead of the arrow that somebody wanted. */
  readonly instead: string
}

const words = {
  imports: ['kernel'],
  packages: [],
  node: [],
  instead: 'A word is data in the kernel’s language: name another noun by its name, and put arithmetic into engines/.',
} as const

export const rooms: readonly Room[] = [
  {
    name: 'kernel',
    holds: 'the language: objects, actions, facts, metrics, field kinds, problems',
    imports: [],
    packages: [],
    node: [],
    instead: 'The kernel imports nothing. Hand the thing in as an argument, or put the code into the room that needs it.',
  },
  // a verb refuses a formula that cannot be read, which is then kept by no door
  { name: 'objects', holds: 'nouns with their verbs', ...words, imports: [...words.imports, 'engines/portfolio/formula'] },
  { name: 'facts', holds: 'append-only record types', ...words },
  { name: 'metrics', holds: 'the measures', ...words },
  {
    name: 'engines',
    holds: 'pure libraries: plain data in, plain data out',
    imports: ['engines/numbers'],
    apart: true,
    packages: [],
    node: [],
    instead: 'An engine is arithmetic: pass plain data in and out, share through engines/numbers, and let runtime/ or flows/ fetch what it needs.',
  },
  {
    name: 'connectors',
    holds: 'one folder per tool of the company',
    imports: ['kernel'],
    apart: true,
    packages: [],
    node: [],
    instead: 'A connector describes pages and maps records; retrying, paging and storing belong to runtime/sync.',
  },
  {
    name: 'platform',
    holds: 'the replaceable ground: databases, identity, jobs, files, the clock',
    imports: ['kernel'],
    packages: 'any',
    node: 'any',
    instead: 'The ground knows no words: take a plain description as an argument; app.ts hands it in.',
  },
  {
    name: 'runtime',
    holds: 'the one road that executes the words',
    imports: ['kernel', 'platform', 'engines'],
    packages: 'any',
    node: ['node:crypto', 'node:events', 'node:path', 'node:stream', 'node:util', 'node:zlib', 'node:timers/promises'],
    instead: 'The runtime is tested with three toy nouns: app.ts hands it the registry. The world is reached through platform/.',
  },
  {
    name: 'flows',
    holds: 'practices that span nouns: import, reviews, planning',
    imports: ['kernel', 'objects', 'facts', 'metrics', 'engines'],
    apart: true,
    packages: 'any',
    node: ['node:buffer', 'node:crypto', 'node:path', 'node:stream', 'node:string_decoder', 'node:util', 'node:zlib'],
    instead: 'A flow reaches the world only through the ctx that it is given: add what it needs to that ctx, in app.ts.',
  },
  {
    name: 'sample',
    holds: 'the made-up company',
    imports: ['kernel', 'objects', 'facts', 'engines/numbers'],
    packages: [],
    node: [],
    instead: 'The sample company is generated from a seed and loaded through the runtime like any import.',
  },
  {
    name: 'doors',
    holds: 'REST, command line, MCP: translate in, translate out',
    imports: ['kernel', 'runtime'],
    types: ['flows'],
    apart: true,
    packages: 'any',
    node: 'any',
    instead: 'A door only translates: call runtime/, or let app.ts hand the function in.',
  },
  {
    name: 'web',
    holds: 'the web app',
    imports: ['kernel', 'objects', 'facts', 'metrics', 'engines/charts', 'engines/numbers'],
    types: ['flows', 'engines'],
    packages: 'any',
    node: [],
    instead:
      'The browser shares words and charts with the server; everything else comes from doors/rest by client.ts, and the type of an answer from the flow that gives it (import type).',
  },
  {
    name: 'house',
    holds: 'what puts the rooms together: flows over stores, behind doors',
    imports: ['kernel', 'objects', 'facts', 'metrics', 'engines', 'platform', 'runtime', 'flows', 'sample', 'doors'],
    packages: 'any',
    node: 'any',
    instead: 'The house joins rooms; the web app reaches it through doors/rest alone.',
  },
]

/** Files of src/ itself: the program, and this plan. */
export const builders: readonly string[] = ['main.ts', 'rooms.ts']
