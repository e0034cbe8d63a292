import type { JsonSchema } from '#kernel'

export type Operation = (operationId: string, summary: string, tag: string) => Readonly<Record<string, unknown>>

/** What a line may ask for: parameters of the query by name, or members of a body. */
interface Takes {
  readonly query?: Readonly<Record<string, JsonSchema | string>>
  readonly body?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  /** The type of an answer that is no JSON. */
  readonly media?: string
}

export type Line = readonly [method: 'get' | 'post' | 'delete', path: string, operationId: string, says: string, takes?: Takes]

export const text: JsonSchema = { type: 'string' }
export const whole: JsonSchema = { type: 'integer' }
export const yes: JsonSchema = { type: 'boolean' }
export const any: JsonSchema = {}
export const past = { asOf: 'A past day or instant: answers from the history.' } as const

/** Routes that no noun and no metric brings along, as OpenAPI describes them: one line for each. */
export function operationTable(operation: Operation, tag: string, lines: readonly Line[]): Record<string, Record<string, unknown>> {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const [method, path, operationId, says, takes = {}] of lines) {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({ name, in: 'path', required: true, schema: text }))
    const parameters = named.length > 0 ? { parameters: named } : {}
    paths[path] = { ...paths[path], ...parameters, [method]: described(operation(operationId, says, tag), takes) }
  }
  return paths
}

function described(told: ReturnType<Operation>, { query = {}, body, required = [], media }: Takes) {
  const parameters = Object.entries(query).map(([name, of]) => ({
    name,
    in: 'query',
    ...(required.includes(name) ? { required: true } : {}),
    ...(typeof of === 'string' ? { description: of, schema: text } : { schema: of }),
  }))
  const content = body && { 'application/json': { schema: { type: 'object', ...(required.length > 0 ? { required } : {}), properties: body } } }
  return {
    ...told,
    parameters,
    ...(content ? { requestBody: { content } } : {}),
    ...(media ? { responses: { ...Object(told['responses']), 200: { description: 'The file.', content: { [media]: { schema: text } } } } } : {}),
  }
}
