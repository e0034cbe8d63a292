import { useState } from 'react'
import type { AnyRow } from '#kernel'
import { refusalOf } from '#web/object/decide.ts'
import { VerbForm } from '#web/object/VerbForm.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { useMe } from '#web/session.ts'
import { useUrl } from '#web/url.tsx'
import { nouns } from '#web/vocabulary.ts'
import { decisionOf } from './asked.ts'
import { Evidence } from './Evidence.tsx'
import { Notice } from './Notice.tsx'
import { Options } from './Options.tsx'
import { optionsOf, textOf } from './options.ts'
import { Rests } from './Rests.tsx'
import { Why } from './Why.tsx'
import './decision.css'

/** What is the choice, does what it rests on still hold, why was it made, and what is it about? */
export function DecisionSlot({ row }: { readonly row: AnyRow }) {
  const { workspace, asOf } = useUrl()
  const { member, serverTime } = useMe()
  const [chosen, setChosen] = useState<string | null>(null)
  const { noun, verbs = [] } = nouns['decision'] ?? {}
  const decide = verbs.find(({ verb }) => verb === 'decide')
  const mayChoose = asOf === undefined && decide !== undefined && refusalOf(decide, row, member, serverTime) === null
  return (
    <div className="p-decision">
      <Notice row={row} />
      {typeof row['context'] === 'string' && row['context'] !== '' && <p className="lead">{row['context']}</p>}
      <Options options={optionsOf(row)} chosen={textOf(row['chosen'])} isOpen={row['state'] !== 'decided'} choose={mayChoose ? setChosen : null} />
      <Tile of={decisionOf(workspace, row.key, asOf)} name="What it rests on" lines={6}>
        {(told) => (
          <>
            <Rests lines={told.assumptions} />
            <Why row={row} />
            <Evidence told={told} />
          </>
        )}
      </Tile>
      {chosen !== null && noun && decide && <VerbForm noun={noun} row={row} verb={decide} given={{ chosen }} close={() => setChosen(null)} />}
    </div>
  )
}
