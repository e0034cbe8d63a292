import type { SignalsAnswer } from '#web/signals/contract.ts'
import { Empty } from '#web/parts/Empty.tsx'
import { MetricsTabs } from '#web/parts/MetricsTabs.tsx'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { signals } from '#web/resources.ts'
import { sayFew } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { Go, useUrl } from '#web/url.tsx'
import { Changes } from './Changes.tsx'
import { Held } from './Held.tsx'
import { Lessons } from './Lessons.tsx'
import { SignalList } from './SignalList.tsx'
import './signals.css'

export function SignalsView() {
  const { workspace, asOf } = useUrl()
  const { workspace: card } = useMe()
  return (
    <main className="page p-signals" id="main">
      <title>{`Signals · ${card.name}`}</title>
      <div className="xh">
        <h1>Signals</h1>
      </div>
      <MetricsTabs />
      <Tile of={signals(workspace, asOf)} name="The signals" lines={8}>
        {(answer) => <Feed answer={answer} />}
      </Tile>
    </main>
  )
}

function Feed({ answer }: { readonly answer: SignalsAnswer }) {
  const { entries, muted, expected, lessons, changes } = answer
  return (
    <>
      <p className="concl lead">{conclusion(answer)}</p>
      <p className="note chance">
        {expected.says} {expected.together}
      </p>
      <section className="sec" aria-labelledby="h-look">
        <SectionHead id="h-look" title="To look at" count={entries.length} />
        {entries.length === 0 ? (
          <Empty
            says="Nothing to look at"
            next={expected.charts === 0 ? 'Limits come with six closed periods of a metric.' : 'Every line moves within its limits: no explanation required.'}
          >
            <Go className="btn" to="metrics">
              All metrics
            </Go>
          </Empty>
        ) : (
          <SignalList entries={entries} />
        )}
      </section>
      {muted.length > 0 && <Held muted={muted} />}
      <div className="two-col">
        <Lessons lessons={lessons} />
        <Changes changes={changes} />
      </div>
    </>
  )
}

/** The page in one line, from its own rows. */
export function conclusion({ entries, muted }: Pick<SignalsAnswer, 'entries' | 'muted'>): string {
  const count = (kind: string) => entries.filter((entry) => entry.kind === kind).length
  const [broke, failed, burnt, crossing] = ['newSignal', 'contractFailure', 'budgetBurn', 'forecastCrossing'].map(count)
  const parts = [
    broke ? `${sayFew(broke)} ${broke === 1 ? 'metric broke its' : 'metrics broke their'} limits` : 'No metric broke its limits',
    ...(failed ? [`${sayFew(failed).toLowerCase()} ${failed === 1 ? 'input fails a check' : 'inputs fail a check'}`] : []),
    ...(burnt ? [`${sayFew(burnt).toLowerCase()} error ${burnt === 1 ? 'budget is spent or burns' : 'budgets are spent or burn'} too fast`] : []),
    ...(crossing ? [`${sayFew(crossing).toLowerCase()} ${crossing === 1 ? 'forecast crosses its' : 'forecasts cross their'} target`] : []),
  ]
  return `${parts.join('; ')}${muted.length > 0 ? `; ${sayFew(muted.length).toLowerCase()} held back with a reason` : ''}`
}
