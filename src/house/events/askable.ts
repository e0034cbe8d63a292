import { readCohort } from '#engines/analytics/query/cohort.ts'
import { withPreset } from '#engines/analytics/query/presets.ts'
import { isAnalyticsKind, readQuery } from '#engines/analytics/query/resolve.ts'
import { refusing } from '#flows/analytics/ask.ts'
import { isRecord, Problem, type Action } from '#kernel'
import type { Registry } from '#runtime/registry.ts'

/** The registry, with saved questions that can be asked: what asking refuses, saving refuses by the same words. */
export function withAskable(words: Registry): Registry {
  const known = new Map(['create', 'edit'].map((verb) => [verb, askable(words.action('analysis', verb))]))
  return {
    ...words,
    action: (noun, verb) => (noun === 'analysis' && known.get(verb)) || words.action(noun, verb),
    actions: (noun) => words.actions(noun).map((own) => (noun === 'analysis' && known.get(own.verb)) || own),
  }
}

const askable = (verb: Action): Action => ({
  ...verb,
  run(asked) {
    const decision = verb.run(asked)
    if (decision.decides === 'refuse' || !('spec' in decision.set || 'kind' in decision.set)) return decision
    const { kind, spec } = { ...asked.row, ...decision.set }
    return { ...decision, set: { ...decision.set, spec: askableSpec(kind, spec) } }
  },
})

/** The question with what its preset means written out, so that a later change of the preset moves no saved number. */
function askableSpec(kind: unknown, spec: unknown): unknown {
  if (!isRecord(spec)) return spec // the field says what is wrong
  const own = 'kind' in spec ? spec['kind'] : undefined
  refusing(() => (own === 'cohort' ? readCohort(spec) : readQuery(spec)))
  if (own !== kind)
    throw new Problem('invalid', `It is saved as “${String(kind)}”, and asks “${String(own)}”.`, 'Give “kind” the kind of the query in “spec”.', {
      at: { field: 'kind' },
    })
  return isAnalyticsKind(own) ? withPreset(spec, own) : spec
}
