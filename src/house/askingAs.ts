import type { Actor } from '#kernel'
import type { Asking } from '#runtime/perform.ts'
import type { Scope } from '#runtime/scope.ts'
import type { App } from './app.ts'

/** What somebody changes under a request that the house chose itself: what is of one request is taken back together. */
export const askingAs = ({ ground, clock }: App, { workspace }: Scope, actor: Actor, request: string, now = clock.now()): Asking => ({
  workspace: workspace.id,
  actor,
  request,
  now,
  scope: 'write',
  newId: ground.newId,
})
