import { Download, Printer } from 'lucide-react'
import { apiUrl, withQuery } from '#web/client.ts'
import { Icon } from '#web/parts/Icon.tsx'
import { MetricsTabs } from '#web/parts/MetricsTabs.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { roleCard } from '#web/resources.ts'
import { sayDay, sayFew } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { useUrl } from '#web/url.tsx'
import type { RoleCard } from './contract.ts'
import { KpiTable } from './KpiTable.tsx'
import './role.css'

export function RoleView() {
  const { workspace, asOf } = useUrl()
  const { workspace: card } = useMe()
  return (
    <main className="page p-role" id="main">
      <title>{`Scorecard · ${card.name}`}</title>
      <div className="xh">
        <h1>Scorecard</h1>
        <div className="acts no-print">
          <a className="btn" href={apiUrl(withQuery('/scorecard/role.csv', { workspace, asOf }))} download={`scorecard-${workspace}.csv`}>
            <Icon of={Download} /> CSV
          </a>
          <button type="button" className="btn" onClick={() => print()}>
            <Icon of={Printer} /> Print
          </button>
        </div>
      </div>
      <MetricsTabs />
      <Tile of={roleCard(workspace, asOf)} name="The scorecard" lines={12}>
        {(answer) => <Card answer={answer} />}
      </Tile>
    </main>
  )
}

function Card({ answer }: { readonly answer: RoleCard }) {
  const { search, set } = useUrl()
  const { workspace } = useMe()
  const isWhole = search['show'] !== 'main'
  const lines = isWhole ? answer.lines : answer.lines.filter(({ no }) => no !== null)
  return (
    <>
      <p className="concl lead">{conclusionOf(answer)}</p>
      <p className="note role-note">
        <span>{`${workspace.name}, as of ${sayDay(answer.asOf)}. The 21 measures of a VP of Product, in their order.`}</span>{' '}
        <button type="button" className="link no-print" onClick={() => set({ show: isWhole ? 'main' : undefined })}>
          {isWhole ? 'Only the 21' : 'With their parts'}
        </button>
      </p>
      <KpiTable lines={lines} />
    </>
  )
}

/** The page in one line: how many of the targets are met, what is dark. */
export function conclusionOf({ counts: { measured, untrusted, targeted, met, dark, of } }: RoleCard): string {
  if (measured === 0) return 'None of the 21 is measured yet: each line says what would light it up'
  const goals =
    targeted === 0
      ? untrusted === 0
        ? 'none has an agreed target'
        : 'none that can be trusted has an agreed target'
      : `${met} of ${targeted} with a target meet it`
  const lights = dark === 0 ? `All ${of} are measured` : `${measured} of ${of} are measured, ${sayFew(dark).toLowerCase()} ${dark === 1 ? 'is' : 'are'} dark`
  const doubts = untrusted === 0 ? '' : `; ${sayFew(untrusted).toLowerCase()} cannot be trusted, and ${untrusted === 1 ? 'is' : 'are'} not judged`
  return `${lights}; ${goals}${doubts}`
}
