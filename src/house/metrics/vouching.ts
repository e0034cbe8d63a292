import type { Actor } from '#kernel'
import { vouched } from '#flows/vouched.ts'
import { scope, type Ground } from '#runtime/scope.ts'

/** The one place where a person’s word is laid over a measured number: page, list, tree, Ask, reviews and programs all hear the same of it. */
export const vouching = (ground: Ground): Ground => ({
  ...ground,
  desk: (workspace) => {
    const desk = ground.desk(workspace)
    return { ...desk, measure: async (request) => await vouched(scope(ground, workspace, reader, 'read'), await desk.measure(request)) }
  },
})

/** Who measures may be nobody’s member: the word is read by the house itself. */
const reader: Actor = { id: '', name: 'Throughline', role: 'owner', door: 'system' }
