import type { Kind } from './kinds.ts'

type Fields = Readonly<Record<string, unknown>>
type Preset = Fields & { readonly kinds?: Readonly<Partial<Record<Kind, Fields>>> }

const daysLong = (n: number) => ({ n, unit: 'day' })

/** What each vendor means by the same words, as explicit fields; what a query says itself goes before. Vendor presets count persons. */
const presets: Readonly<Record<string, { readonly common: Fields; readonly kinds: Readonly<Partial<Record<Kind, Fields>>> }>> = {
  posthog: {
    common: { actor: 'person', weekStart: 'sunday', propTime: 'at_event' },
    kinds: {
      funnel: { window: daysLong(14), tail: 'range', exclusionEffect: 'remove' },
      retention: { mode: 'calendar', entry: 'recurring', incomplete: 'include' },
    },
  },
  amplitude: {
    common: { actor: 'person', propTime: 'at_event' },
    kinds: {
      funnel: { window: daysLong(1), reentry: 'earliest_longest', tieMs: 1000, dedupeSameTypeInTie: true, attribution: { step: 1 } },
      retention: { mode: 'rolling', rollingFloor: 'hour', entry: 'first_in_range', unit: 'day' },
    },
  },
  mixpanel: {
    common: { actor: 'person' },
    kinds: {
      funnel: { window: daysLong(7), reentry: 'first_entry', exclusionEffect: 'cap', attribution: 'first_in_chain' },
      retention: { mode: 'calendar', entry: 'first_ever', interval0: 'returned' },
    },
  },
}

/** The query with its preset's fields written out. PostHog keeps the entry of an unordered funnel. */
export function withPreset(given: Fields, kind: Kind): Preset {
  const preset = presets[String(given['preset'] ?? '')]
  if (!preset) return given
  const unordered = given['preset'] === 'posthog' && given['order'] === 'unordered' ? { exclusionEffect: 'keep_entry' } : {}
  return { ...preset.common, ...preset.kinds[kind], ...unordered, ...given }
}
