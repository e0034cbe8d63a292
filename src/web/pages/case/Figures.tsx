import type { AnyRow, Noun } from '#kernel'
import { genericRefusal } from '#web/object/decide.ts'
import { useMe } from '#web/session.ts'
import { useUrl } from '#web/url.tsx'
import { nouns } from '#web/vocabulary.ts'
import type { WeighedCase } from './asked.ts'
import { CaseSheet } from './sheet/CaseSheet.tsx'
import { useSheet } from './sheet/useSheet.ts'
import { Worth } from './Worth.tsx'

/** What the options are worth, moving with the sheet beneath while a draft is edited. A sheet belongs to its case and its day: another one begins anew. */
export function Figures({ row, weighed }: { readonly row: AnyRow; readonly weighed: WeighedCase }) {
  const noun = nouns['businessCase']?.noun
  const { asOf } = useUrl()
  const { member } = useMe()
  if (!noun) return null
  const isOpen = !asOf && !row.archivedAt && row['state'] === 'draft' && genericRefusal(noun, 'edit', member) === null
  return <Live key={`${row.id} ${asOf ?? ''} ${isOpen}`} noun={noun} row={row} weighed={weighed} isOpen={isOpen} />
}

interface LiveProps {
  readonly noun: Noun
  readonly row: AnyRow
  readonly weighed: WeighedCase
  readonly isOpen: boolean
}

function Live({ noun, row, weighed, isOpen }: LiveProps) {
  const state = useSheet(noun, row, isOpen)
  return (
    <>
      <Worth weighed={state.worth ? { ...weighed, ...state.worth } : weighed} proposes={state.sheet.proposes} />
      <CaseSheet state={state} isOpen={isOpen} />
    </>
  )
}
