import { useQuery } from '@tanstack/react-query'
import type { AnyRow } from '#kernel'
import { Banner } from '#web/parts/Banner.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { row } from '#web/resources.ts'
import { sayDay } from '#web/say.ts'
import { Go, useUrl } from '#web/url.tsx'
import { words } from '#web/vocabulary.ts'
import { Assumed } from './Assumed.tsx'
import { weighedOf, type WeighedCase } from './asked.ts'
import { Figures } from './Figures.tsx'
import { Kills } from './Kills.tsx'
import { Promised } from './Promised.tsx'
import './case.css'

/** What is it worth, what must be true, does it bring what it promised, and what would end it? */
export function CaseSlot({ row: one }: { readonly row: AnyRow }) {
  const { workspace, asOf } = useUrl()
  return (
    <Tile of={weighedOf(workspace, one.key, asOf)} name="The business case" lines={10}>
      {(weighed) => (
        <div className="p-case">
          <Notices of={one} weighed={weighed} />
          <Figures row={one} weighed={weighed} />
          <Kills lines={weighed.kills} isWatched={weighed.approvedAt !== null} />
          <Promised weighed={weighed} />
          <Assumed lines={weighed.assumptions} />
        </div>
      )}
    </Tile>
  )
}

/** What the reader must know before the figures: it fires, its decision is open again, or another version is in force. */
function Notices({ of, weighed }: { readonly of: AnyRow; readonly weighed: WeighedCase }) {
  const { workspace, asOf } = useUrl()
  const by = typeof of['decision'] === 'string' ? of['decision'] : null
  const decision = useQuery({ ...row(workspace, 'decisions', by ?? '-', asOf), enabled: by !== null }).data
  const firing = weighed.approvedAt === null ? [] : weighed.kills.filter(({ state }) => state === 'firing')
  const isShaken = decision !== undefined && decision['state'] !== 'decided' && of['state'] === 'approved'
  return (
    <div className="nts">
      {firing.length > 0 && (
        <Banner
          tone="red"
          says={`A kill criterion fires: ${firing.map(({ name }) => name).join(', ')}.`}
          action={firing[0]?.decision ? <Asks id={firing[0].decision} /> : undefined}
        >
          {firing.some(({ decision: asked }) => asked)
            ? 'A decision is asked for; nothing has been stopped.'
            : 'Tonight’s check asks for a decision; nothing has been stopped.'}
        </Banner>
      )}
      {isShaken && (
        <Banner
          tone="amber"
          says={`It was approved by ${decision.key}, which is ${words(String(decision['state'])).toLowerCase()} now.`}
          action={
            <Go className="link" to={`n/decisions/${decision.key}`}>
              Open the decision
            </Go>
          }
        >
          {String(decision['reopenedFor'] ?? '')}
        </Banner>
      )}
      {weighed.isRevised && weighed.approvedAt && (
        <Banner
          tone="plain"
          says={`The version approved on ${sayDay(weighed.approvedAt)} is in force and is watched; this one is being written.`}
          action={
            <Go className="link" to={`n/businessCases/${of.key}`} words={{ asOf: weighed.approvedAt }}>
              Read the version in force
            </Go>
          }
        />
      )}
    </div>
  )
}

function Asks({ id }: { readonly id: string }) {
  return (
    <Go className="link" to={`n/decisions/${id}`}>
      Open the decision
    </Go>
  )
}
