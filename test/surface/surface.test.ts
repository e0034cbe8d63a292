import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import * as facts from '#facts'
import * as metrics from '#metrics'
import * as objects from '#objects'
import { isRecord, roles } from '#kernel'
import { desiredTables, diffTables } from '#runtime/derive/ddl.ts'
import { openApi } from '../../src/doors/rest/openapi.ts'
import { registry } from '#runtime/registry.ts'
import { mcpTools } from '../../src/doors/mcp/tools.ts'

/**
 * What the outside sees, word by word. A change of a file beside this one is a change of a contract: look at it, then accept it with
 * `npx vitest run --project unit test/surface -u`, and say so in the changelog.
 */
const words = registry(objects, facts, metrics)
const served = JSON.stringify(openApi(words, '0.0.0'))
const document = JSON.parse(served)

test('the REST door', async () => {
  await expect(`${JSON.stringify(document, null, 1)}\n`).toMatchFileSnapshot('openapi.json')
})

test('the tools of assistants', async () => {
  await expect(`${JSON.stringify(mcpTools(words, 'owner'), (name, value: unknown) => (name === 'input' ? undefined : value), 1)}\n`).toMatchFileSnapshot('mcp.json')
})

test('the tables of nouns', async () => {
  const { sql, lossy } = diffTables([], desiredTables(words))
  expect(lossy).toEqual([])
  await expect(`${sql.join('\n')}\n`).toMatchFileSnapshot('ddl.sql')
})

describe('the OpenAPI document', () => {
  const operations = Object.entries<unknown>(document.paths).flatMap(([path, item]) =>
    Object.entries(Object(item)).flatMap(([method, operation]) => (['get', 'post', 'put', 'patch', 'delete'].includes(method) && isRecord(operation) ? [{ path, method, operation, item: Object(item) }] : [])),
  )

  test('names every operation once, with what it says, its problems and the parameters of its path', () => {
    const ids = operations.map(({ operation }) => operation['operationId'])
    expect(ids.length).toBeGreaterThan(100)
    expect(new Set(ids).size).toBe(ids.length)
    for (const { path, operation } of operations) {
      expect(operation).toMatchObject({ operationId: expect.stringMatching(/^[\w.-]+$/), summary: expect.stringMatching(/\S/), responses: expect.objectContaining({ '4XX': expect.anything(), '5XX': expect.anything() }) })
      for (const name of path.matchAll(/\{(\w+)\}/g)) expect(JSON.stringify(Object(document.paths[path])['parameters'] ?? [])).toContain(`"name":"${name[1]}","in":"path","required":true`)
    }
  })

  test('offers every verb that a person may perform, and none of the system’s', () => {
    const offered = new Set(operations.map(({ operation }) => operation['operationId']))
    for (const noun of words.nouns.values())
      for (const { verb, inner } of words.actions(noun.noun)) expect([noun.noun, verb, offered.has(`${noun.noun}.${verb}`)]).toEqual([noun.noun, verb, !inner])
    for (const key of words.metrics.keys()) expect(offered).toContain(`measure.${key}`)
  })

  test('points only at what it has, and has nothing that nobody points at', () => {
    const refs = new Set([...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/(\w+\/\w+)"/g)].map(([, ref]) => ref))
    const { parameters, responses, schemas } = document.components
    const parts = Object.entries({ parameters, responses, schemas }).flatMap(([kind, named]) => Object.keys(Object(named)).map((name) => `${kind}/${name}`))
    expect([...refs].toSorted()).toEqual(parts.toSorted())
  })

  test('never asks for a field that only verbs set', () => {
    for (const noun of words.nouns.values()) {
      const create = document.paths[`/api/v1/${noun.plural}`]?.post
      const asked = Object.keys(create?.requestBody.content['application/json'].schema.properties ?? {})
      for (const name of asked) expect([noun.noun, name, noun.fields[name]?.byVerb]).toEqual([noun.noun, name, false])
    }
  })

  test('describes bodies that the verb’s own parser takes and refuses alike', () => {
    for (const noun of words.nouns.values())
      for (const action of words.actions(noun.noun)) {
        if (action.inner) continue
        const path = action.verb === 'create' ? `/api/v1/${noun.plural}` : action.creates ? `/api/v1/${noun.plural}/${action.verb}` : `/api/v1/${noun.plural}/{id}/${action.verb}`
        const body = z.fromJSONSchema(document.paths[path].post.requestBody.content['application/json'].schema)
        const required = Object.keys(action.input).filter((name) => action.verb !== 'edit' && action.input[name]?.required && action.input[name].initial === undefined)
        expect([path, body.safeParse({}).success]).toEqual([path, required.length === 0])
        expect([path, body.safeParse({ nonsense: 1 }).success]).toEqual([path, false])
      }
  })
})

test('a role sees the tools of what it may read, and more rights never mean fewer tools', () => {
  const counts = roles.map((role) => mcpTools(words, role).length)
  expect(counts).toEqual(counts.toSorted((a, b) => a - b))
  expect(counts[0]).toBe(5)
})
