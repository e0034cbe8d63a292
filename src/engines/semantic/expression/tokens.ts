import { Refusal } from '../refusal.ts'

export interface Token {
  readonly type: 'number' | 'text' | 'word' | 'quoted' | 'symbol' | 'template' | 'end'
  /** What it says: of a text without its quotes, of a template the part between the braces, of a word in lower case. */
  readonly value: string
  readonly raw: string
  readonly at: number
}

const longest = 10_000

const rules: readonly (readonly [Token['type'] | 'space', RegExp])[] = [
  ['space', /\s+/y],
  ['template', /\{\{([\s\S]*?)\}\}/y],
  ['number', /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\w.])/y],
  ['text', /'((?:[^']|'')*)'/y],
  ['quoted', /"([^"]+)"|`([^`]+)`/y],
  ['word', /[A-Za-z_]\w*/y],
  ['symbol', /<>|<=|>=|!=|==|\|\||::|[-+*/%(),=<>.]/y],
]

/** Cuts a text into tokens. Throws a Refusal for a character that no expression has: a semicolon, a comment, a brace. */
export function tokensOf(text: string): Token[] {
  if (text.length > longest) throw new Refusal('unsupported', `An expression of ${text.length} characters is too long.`, `The limit is ${longest}.`)
  const tokens: Token[] = []
  for (let at = 0; at < text.length;) {
    const next = tokenAt(text, at)
    if (next.token) tokens.push(next.token)
    at = next.end
  }
  return [...tokens, { type: 'end', value: '', raw: '', at: text.length }]
}

function tokenAt(text: string, at: number): { readonly token?: Token; readonly end: number } {
  if (text.startsWith('--', at) || text.startsWith('/*', at))
    throw new Refusal('unsupported', `“${text}” holds a comment.`, 'Leave comments out of expressions.')
  for (const [type, pattern] of rules) {
    pattern.lastIndex = at
    const match = pattern.exec(text)
    if (!match) continue
    const [raw, ...groups] = match
    const inner = groups.find((group) => group !== undefined)
    if (type === 'space') return { end: at + raw.length }
    return { token: { type, value: valueOf(type, raw, inner), raw, at }, end: at + raw.length }
  }
  throw new Refusal(
    'unsupported',
    `“${text}” cannot be read at “${text.slice(at, at + 12)}”.`,
    'An expression has names, numbers, texts, operators and the listed functions.',
  )
}

function valueOf(type: Token['type'], raw: string, inner: string | undefined): string {
  if (type === 'text') return (inner ?? '').replaceAll("''", "'")
  if (type === 'word') return raw.toLowerCase()
  return inner ?? raw
}
