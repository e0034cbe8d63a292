import type { AnyRow, Noun } from '#kernel'
import { genericRefusal } from '#web/object/decide.ts'
import { useMe } from '#web/session.ts'
import { useUrl } from '#web/url.tsx'
import { nouns } from '#web/vocabulary.ts'
import type { WeighedCase } from './asked.ts'
import { CaseSheet } from './sheet/CaseSheet.tsx'
import { useSheet } from './sheet/useSheet.ts'
import { Worth } from './Worth.tsx'

/** What the options are worth, moving with the sheet beneath while a draft is edited. */
export function Figures({ row, weighed }: { readonly row: AnyRow; readonly weighed: WeighedCase }) {
  const noun = nouns['businessCase']?.noun
  return noun ? <Live noun={noun} row={row} weighed={weighed} /> : null
}

function Live({ noun, row, weighed }: { readonly noun: Noun; readonly row: AnyRow; readonly weighed: WeighedCase }) {
  const { asOf } = useUrl()
  const { member } = useMe()
  const state = useSheet(noun, row)
  const isOpen = !asOf && !row.archivedAt && row['state'] === 'draft' && genericRefusal(noun, 'edit', member) === null
  const told = isOpen && state.worth ? { ...weighed, ...state.worth } : weighed
  return (
    <>
      <Worth weighed={told} proposes={typeof row['proposes'] === 'string' ? row['proposes'] : null} />
      <CaseSheet row={row} state={state} isOpen={isOpen} />
    </>
  )
}
