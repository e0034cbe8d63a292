import { isNode, nameOf, readSources, textOf, walk, type Node, type Source } from './source.ts'

type Judge = (node: Node, source: Source, parents: readonly Node[]) => string | undefined

/** Which judge applies to which files, and what it says; tests are free of all of them. */
interface Habit {
  readonly applies: (path: string) => boolean
  readonly judge: Judge
}

const isUnder = (...folders: readonly string[]): ((path: string) => boolean) => {
  const prefixes = folders.map((folder) => `src/${folder}`)
  return (path) => prefixes.some((prefix) => path.startsWith(prefix))
}
const except =
  (...folders: readonly string[]) =>
  (path: string): boolean =>
    !isUnder(...folders)(path)

const mayWriteRows = isUnder('platform/', 'runtime/commit.ts', 'runtime/derive/')
const mayHoldSql = (path: string): boolean => mayWriteRows(path) || /^src\/engines\/.*dialect/.test(path)

/** The habits that ARCHITECTURE.md and STYLE.md ask for and that a syntax tree can show. */
export const habits = {
  fieldKinds: { applies: except('kernel/fields/'), judge: branchesOnFieldKind },
  rowWrites: { applies: (path) => !mayWriteRows(path), judge: writesRows },
  sqlText: { applies: (path) => !mayHoldSql(path), judge: holdsSql },
  ambient: { applies: except('platform/'), judge: reachesOut },
  defaultExports: { applies: () => true, judge: exportsDefault },
  names: { applies: () => true, judge: hasBannedName },
  casts: { applies: () => true, judge: casts },
  wideRooms: { applies: (path) => path !== 'src/web/parts/Wide.tsx', judge: scrollsUnheard },
} satisfies Record<string, Habit>

/** `path:line sentence` for every place that breaks the habit. */
export function breaches(habit: Habit, sources: readonly Source[]): string[] {
  return sources
    .filter((source) => !source.isTest && habit.applies(source.path))
    .flatMap((source) => {
      const found: string[] = []
      walk(source.program, (node, parents) => {
        const sentence = habit.judge(node, source, parents)
        if (sentence !== undefined) found.push(`${source.path}:${source.lineAt(node.start)} ${sentence}`)
      })
      return found
    })
}

/** Each kind has a file of its name in kernel/fields. */
const fieldKinds = new Set(readSources('src/kernel/fields').flatMap(({ path }) => /(\w+)\.ts$/.exec(path)?.[1] ?? []))
const askForCapability =
  'branches on a field’s kind: ask for a capability of the kind (sortable, sum, search, choices, inner ...), or add one in kernel/fields.'

function branchesOnFieldKind(node: Node): string | undefined {
  if (node.type === 'SwitchStatement' && isKindMember(node.discriminant) && Array.isArray(node.cases)) {
    return node.cases.some((one: Node) => isFieldKind(one.test)) ? askForCapability : undefined
  }
  if (node.type !== 'BinaryExpression' || !/^[!=]==?$/.test(String(node.operator))) return undefined
  const compares = (isKindMember(node.left) && isFieldKind(node.right)) || (isKindMember(node.right) && isFieldKind(node.left))
  return compares ? askForCapability : undefined
}

const isKindMember = (value: unknown): boolean => isNode(value) && value.type === 'MemberExpression' && nameOf(value.property) === 'kind'
const isFieldKind = (value: unknown): boolean => fieldKinds.has(textOf(value) ?? '')

const writeText = /^\s*(insert\s+into|delete\s+from)\s|^\s*update\s+\S+\s+set\s|\b(INSERT\s+INTO|DELETE\s+FROM)\s|\bUPDATE\s+\S+\s+SET\s/
const sqlText = /^\s*(select|with)\s[\s\S]*\sfrom\s|\bSELECT\s[\s\S]*\bFROM\s|\b(CREATE|ALTER|DROP)\s+(TABLE|INDEX|VIEW|SCHEMA|ROLE|POLICY|FUNCTION)\b/
const writeCalls = new Set(['insertInto', 'updateTable', 'deleteFrom', 'mergeInto', 'replaceInto'])

function writesRows(node: Node): string | undefined {
  const called = node.type === 'CallExpression' && isNode(node.callee) ? nameOf(node.callee.property) : undefined
  const writes = writeText.test(textOf(node) ?? '') || writeCalls.has(called ?? '')
  return writes ? 'writes rows: only runtime/commit.ts does (and platform/ for its own tables); return a change from a verb instead.' : undefined
}

function holdsSql(node: Node): string | undefined {
  return sqlText.test(textOf(node) ?? '') ? 'holds SQL text: it belongs to platform/, runtime/derive/ or the dialect folder of an engine.' : undefined
}

const reaches: Readonly<Record<string, string>> = {
  'Date.now': 'take the time from ctx.now or platform/clock.ts.',
  'Math.random': 'take a seeded generator (engines/numbers) or ids from the runtime.',
}

function reachesOut(node: Node, source: Source): string | undefined {
  if (node.type === 'MemberExpression') {
    const name = `${nameOf(node.object) ?? ''}.${nameOf(node.property) ?? ''}`
    return reaches[name] ? `reads ${name}: ${reaches[name]}` : undefined
  }
  if (node.type === 'NewExpression' && nameOf(node.callee) === 'Date' && Array.isArray(node.arguments) && node.arguments.length === 0) {
    return `reads the clock: ${reaches['Date.now']}`
  }
  const fetches = node.type === 'CallExpression' && nameOf(node.callee) === 'fetch' && !source.path.startsWith('src/web/')
  return fetches ? 'calls fetch: the network is reached through platform/http.' : undefined
}

function exportsDefault(node: Node): string | undefined {
  return node.type === 'ExportDefaultDeclaration' ? 'has a default export: export the thing by its name.' : undefined
}

/** What somebody could not name; a value may still be called noData, since that is what it says. */
const empty = /(Manager|Helper|Helpers|Util|Utils|Service)$/
const banned = /(Manager|Helper|Helpers|Util|Utils|Service|Data|Info|Base)$/

function hasBannedName(node: Node, source: Source): string | undefined {
  if (node.type === 'Program') {
    const file =
      source.path
        .split('/')
        .at(-1)
        ?.replace(/\.\w+$/, '') ?? ''
    return banned.test(file.charAt(0).toUpperCase() + file.slice(1)) ? `is called ${file}: name it after what it does.` : undefined
  }
  if (!/^(FunctionDeclaration|ClassDeclaration|TS(Interface|TypeAlias|Enum)Declaration|VariableDeclarator)$/.test(node.type)) return undefined
  const name = nameOf(node.id) ?? ''
  if (node.type === 'TSInterfaceDeclaration' && /^I[A-Z][a-z]/.test(name)) return `declares ${name}: leave the prefix I out.`
  return (node.type === 'VariableDeclarator' ? empty : banned).test(name) ? `declares ${name}: name it after what it does or holds.` : undefined
}

function casts(node: Node, source: Source): string | undefined {
  const isAny = node.type === 'TSAnyKeyword'
  const isCast = (node.type === 'TSAsExpression' || node.type === 'TSTypeAssertion') && !isConst(node.typeAnnotation)
  if (!isAny && !isCast) return undefined
  const what = isAny ? 'uses any' : 'casts with as'
  if (!source.path.startsWith('src/kernel/')) return `${what}: narrow with a type guard, or use satisfies; the kernel alone may, with a reason.`
  return isEmptyOptions(node) || hasReason(source, node) ? undefined : `${what} without a reason: write one behind it, as a comment.`
}

/** A room that scrolls is named and takes the focus, or the keyboard cannot read its right half: parts/Wide.tsx does both. */
function scrollsUnheard(node: Node): string | undefined {
  const isBare = node.type === 'JSXAttribute' && isNode(node.name) && node.name.name === 'className' && /(^|\s)tw(\s|$)/.test(textOf(node.value) ?? '')
  return isBare ? 'scrolls without a name or the focus: put the table into Wide (web/parts).' : undefined
}

const isConst = (type: unknown): boolean => isNode(type) && type.type === 'TSTypeReference' && nameOf(type.typeName) === 'const'

/** `{} as O`: the options that a caller left out, for a parameter whose type is inferred. It needs no words of its own. */
const isEmptyOptions = (node: Node): boolean =>
  isNode(node.expression) && node.expression.type === 'ObjectExpression' && Array.isArray(node.expression.properties) && node.expression.properties.length === 0

function hasReason(source: Source, node: Node): boolean {
  const lines = source.code.split('\n')
  const at = source.lineAt(node.start)
  return [lines[at - 1], lines[at - 2]].some((line) => /\/\/|\*\//.test(line ?? ''))
}
