import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { isRecord, type AnyRow, type Noun } from '#kernel'
import type { FormulaAnswer, WeighedDraft } from '#flows/planning/cases/draft.ts'
import { call } from '#web/client.ts'
import { usePerform } from '#web/perform.ts'
import { useUrl } from '#web/url.tsx'
import { useSettled } from '#web/useSettled.ts'
import { readSheet, sheetOf, type ReadSheet, type Sheet } from './sheet.ts'

/** What was typed and not kept yet, with the row that it began from; it outlives the page, so that nothing is lost. */
interface Draft {
  readonly base: AnyRow
  readonly past: readonly Sheet[]
  readonly now: Sheet
  readonly ahead: readonly Sheet[]
}

export interface SheetState {
  readonly sheet: Sheet
  readonly read: ReadSheet
  readonly isChanged: boolean
  /** Somebody else saved the case since this sheet began. */
  readonly isBehind: boolean
  readonly isSaving: boolean
  /** What each formula comes to, by its text; the answer before while the next is asked. */
  readonly formulas: Formulas
  /** What the options would be worth with the figures as they are typed, once all can be read. */
  readonly worth: Pick<WeighedDraft, 'worth' | 'why' | 'file'> | undefined
  readonly put: (next: Sheet) => void
  readonly undo: (() => void) | null
  readonly redo: (() => void) | null
  readonly discard: () => void
  readonly save: () => Promise<void>
}

export type Formulas = ReadonlyMap<string, FormulaAnswer>

const deepest = 100
/** What the sheet may change of its case. */
const parts = ['rate', 'options', 'proposes', 'inputs', 'stages', 'flows'] as const

/**
 * The figures of a case while they are edited: undo and redo, live worth, and a save that belongs to the version that was opened. Where they are not open,
 * as on a past day, they are those of the row, and what waits in the tab is left alone.
 */
export function useSheet(noun: Noun, row: AnyRow, isOpen: boolean): SheetState {
  const { workspace } = useUrl()
  const place = `case-sheet ${workspace} ${row.id}`
  const [draft, setDraft] = useState<Draft>(() => (isOpen ? kept(place) : null) ?? fresh(row))
  const { perform, isPending } = usePerform(noun)
  const start = useMemo(() => sheetOf(draft.base), [draft.base])
  const read = useMemo(() => readSheet(draft.now), [draft.now])
  const changed = useMemo(() => changedIn(readSheet(start), read), [start, read])
  const isChanged = isOpen && (Object.keys(changed).length > 0 || read.faults.length > 0)
  const isBehind = row.version !== draft.base.version
  const isKept = useMemo(() => isBehind && read.faults.length === 0 && holds(readSheet(sheetOf(row)), changed), [isBehind, row, read, changed])
  // whoever has typed nothing, or nothing that is not kept by now, reads the newest
  if (isBehind && (!isChanged || isKept)) setDraft(fresh(row))
  useEffect(() => {
    if (isChanged) keep(place, draft)
    else if (isOpen) sessionStorage.removeItem(place)
  }, [place, draft, isChanged, isOpen])
  const asked = useSettled(read, 200)
  const { data: answer } = useQuery({
    queryKey: [workspace, `/plan/cases/${row.id}/weigh#${JSON.stringify(asked.values)}`],
    queryFn: ({ signal }) => call<WeighedDraft>(`/plan/cases/${row.id}/weigh`, { method: 'POST', workspace, body: asked.values, signal }),
    enabled: isChanged || hasFormula(asked),
    placeholderData: (before) => before,
    gcTime: 60_000,
  })
  // while a cell cannot be read the figures stand as they were before it
  const isWhole = asked.faults.length === 0 && read.faults.length === 0
  const [whole, setWhole] = useState<WeighedDraft>()
  if (isWhole && answer && answer !== whole) setWhole(answer)
  return {
    sheet: draft.now,
    read,
    isChanged,
    isBehind: isBehind && isChanged,
    isSaving: isPending,
    formulas: useMemo(() => formulasIn(answer), [answer]),
    worth: isChanged ? whole : undefined,
    put: (next) => setDraft(({ base, past, now }) => ({ base, past: [...past.slice(-deepest), now], now: next, ahead: [] })),
    undo: draft.past.length > 0 ? () => setDraft(undone) : null,
    redo: draft.ahead.length > 0 ? () => setDraft(redone) : null,
    discard: () => setDraft(({ past, now }) => ({ base: row, past: [...past.slice(-deepest), now], now: sheetOf(row), ahead: [] })),
    save: async () => {
      const saved = await perform('edit', draft.base, changed).catch(() => null)
      if (saved) setDraft(fresh(saved))
    },
  }
}

const formulasIn = (answer: WeighedDraft | undefined): Formulas => new Map(answer?.formulas.map((one) => [one.formula, one]))

const hasFormula = ({ values: { stages, flows } }: ReadSheet): boolean => [...stages, ...flows].some((one) => one['formula'])

const fresh = (base: AnyRow): Draft => ({ base, past: [], now: sheetOf(base), ahead: [] })

function undone({ base, past, now, ahead }: Draft): Draft {
  const before = past.at(-1)
  return before ? { base, past: past.slice(0, -1), now: before, ahead: [now, ...ahead] } : { base, past, now, ahead }
}
function redone({ base, past, now, ahead }: Draft): Draft {
  const [next, ...rest] = ahead
  return next ? { base, past: [...past, now], now: next, ahead: rest } : { base, past, now, ahead }
}

/** Whether a case as it stands has all that was changed; what was not changed may be another’s by now. */
const holds = ({ values }: ReadSheet, changed: Partial<ReadSheet['values']>): boolean =>
  parts.every((name) => !(name in changed) || JSON.stringify(values[name]) === JSON.stringify(changed[name]))

/** What differs from those that the sheet began with. */
const changedIn = (before: ReadSheet, now: ReadSheet): Partial<ReadSheet['values']> =>
  Object.fromEntries(parts.flatMap((name) => (JSON.stringify(before.values[name]) === JSON.stringify(now.values[name]) ? [] : [[name, now.values[name]]])))

/** What is typed, without the ways back; a tab that has no room for it loses it with the page alone. */
function keep(place: string, { base, now }: Draft): void {
  try {
    sessionStorage.setItem(place, JSON.stringify({ base, now, past: [], ahead: [] }))
  } catch {
    sessionStorage.removeItem(place)
  }
}

function kept(place: string): Draft | null {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(place) ?? 'null')
    return isDraft(stored) ? stored : null
  } catch {
    return null
  }
}
const isDraft = (value: unknown): value is Draft =>
  isRecord(value) && 'base' in value && isRecord(value['now']) && 'options' in value['now'] && 'past' in value && 'ahead' in value
