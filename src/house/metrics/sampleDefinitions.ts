import { importDefinitions } from '#flows/definitions/importDefinitions.ts'
import { certifyDefined } from '#flows/definitions/review.ts'
import type { Actor, Context } from '#kernel'
import { perform } from '#runtime/perform.ts'
import { scope as scopeOf, type Scope } from '#runtime/scope.ts'
import { definitions } from '#sample/definitions.ts'
import type { App } from '../app.ts'
import { askingAs } from '../askingAs.ts'
import { factGround } from './definitionDesk.ts'

/**
 * The metrics that people of the sample define, the way of any definition: brought in as a text, checked against the facts, certified by a second person. All is of one
 * request, so that it is taken back with the rest of the sample.
 */
export async function writeDefinitions(app: App, scope: Scope, request: string, actors: ReadonlyMap<string, Actor>): Promise<void> {
  const ground = factGround(app.registry)
  const as = (name: string): Context => asPerson(app, scope, request, actors.get(name) ?? scope.me)
  for (const { by, text, why, certifiedBy } of definitions) {
    const report = await importDefinitions(as(by), ground, [{ file: '', text }], { why })
    if (certifiedBy) for (const { key } of report.metrics) await certifyDefined(as(certifiedBy), key)
  }
}

/** What somebody reads and does, with what they do under one request. */
function asPerson(app: App, scope: Scope, request: string, actor: Actor): Context {
  const { pool, registry } = app.ground
  return {
    ...scopeOf(app.ground, scope.workspace, actor),
    perform: async (noun, verb, target, input, why) => {
      const order = { noun, verb, target, input, ...(why ? { why } : {}) }
      const asking = askingAs(app, scope, actor, request)
      return await pool.transaction({ workspace: scope.workspace.id }, (tx) => perform(tx, registry, asking, order, { inner: true }))
    },
  }
}
