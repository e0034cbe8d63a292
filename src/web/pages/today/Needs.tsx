/* oxlint-disable jsx-a11y/no-noninteractive-element-interactions -- pointing at a row only shows its actions; keys do the same */
import { Activity, AtSign, ClipboardCheck, ClockAlert, FileDown, Gavel, ListOrdered, NotebookText, Stamp, type LucideIcon } from 'lucide-react'
import { lazy, Suspense } from 'react'
import type { Need } from '#flows/briefing/need.ts'
import { addressOf } from '#web/object/address.ts'
import { Icon } from '#web/parts/Icon.tsx'
import { sayDay } from '#web/say.ts'
import { Go, useUrl } from '#web/url.tsx'
import { useWalk } from '#web/useWalk.ts'

const kinds: Readonly<Record<Need['kind'], { readonly icon: LucideIcon; readonly says: string; readonly act: string }>> = {
  decide: { icon: Gavel, says: 'Decide', act: 'Decide' },
  approve: { icon: Stamp, says: 'Approve', act: 'Look and approve' },
  score: { icon: ListOrdered, says: 'Score', act: 'Give your figures' },
  check: { icon: ClipboardCheck, says: 'Check', act: 'Check' },
  stale: { icon: ClockAlert, says: 'Stale', act: 'Bring up to date' },
  review: { icon: NotebookText, says: 'Review', act: 'Open the review' },
  moved: { icon: Activity, says: 'Moved', act: 'Look at it' },
  named: { icon: AtSign, says: 'Named', act: 'Read and answer' },
  import: { icon: FileDown, says: 'Import', act: 'Look at the import' },
}

const WatchedChange = lazy(() => import('./WatchedChange.tsx').then((part) => ({ default: part.WatchedChange })))

/** What waits for the reader, with its age and what waiting costs. The current row carries its actions. */
export function Needs({ needs }: { readonly needs: readonly Need[] }) {
  const { go, set } = useUrl()
  const open = (need: Need) => go(toOf(need))
  const peek = (need: Need) => set({ peek: peekOf(need) })
  const { current, setCurrent } = useWalk({ items: needs, idOf, open, peek, more: [{ keys: 'y', says: 'Take it up', group: 'On this page', run: open }] })
  return (
    <ul className="rows">
      {needs.map((need) => (
        <NeedRow key={idOf(need)} need={need} isCurrent={idOf(need) === current} take={() => setCurrent(idOf(need))} peek={() => peek(need)} />
      ))}
    </ul>
  )
}

function NeedRow({ need, isCurrent, take, peek }: { readonly need: Need; readonly isCurrent: boolean; readonly take: () => void; readonly peek: () => void }) {
  const { icon, says, act } = kinds[need.kind]
  const [cost, ...costWords] = (need.cost ?? '').split(' ')
  return (
    <li className={`row need ${isCurrent ? 'sel' : ''}`} onMouseEnter={take} onFocus={take}>
      <span className="kind">
        <Icon of={icon} />
        {says}
      </span>
      <div className="tx">
        <Go className="ttl" to={toOf(need)}>
          {need.title}
        </Go>
        <div className="sub">
          {need.kind === 'moved' && need.noun !== 'analysis' ? (
            <Suspense fallback={need.says}>
              <WatchedChange need={need} />
            </Suspense>
          ) : (
            need.says
          )}
        </div>
      </div>
      {isCurrent && (
        <div className="acts">
          <Go className="btn pri" to={toOf(need)}>
            {need.act ?? act} <kbd aria-hidden="true">Y</kbd>
          </Go>
          {peekOf(need) && (
            <button type="button" className="btn quiet" onClick={peek}>
              Peek <kbd aria-hidden="true">Space</kbd>
            </button>
          )}
        </div>
      )}
      <div className="cost num">
        <span className="b">{cost}</span>
        <div className="t12 muted">{costWords.join(' ')}</div>
      </div>
      <div className="due num">
        <span className={need.due ? '' : 'muted'}>{need.due ? sayDue(need.due) : 'No date'}</span>
        <div className="t12 muted">{need.age}</div>
      </div>
    </li>
  )
}

const idOf = (need: Need): string => `${need.kind} ${need.noun ?? ''} ${need.id ?? need.title}`
const peekOf = (need: Need): string | undefined => (need.noun && need.id ? `${need.noun}:${need.id}` : undefined)
const sayDue = (due: string): string => (/^\d{4}-\d\d-\d\d/.test(due) ? sayDay(due).replace(/ \d{4}$/, '') : due)

function toOf(need: Need): string {
  if (need.noun === 'metric' && need.id?.includes('-') && !/^[0-9a-f]{8}-/.test(need.id)) return `metrics/${need.id}`
  if (need.noun === 'analysis' && need.id) return `metrics/explore/${need.id}`
  if (need.noun && need.id) return addressOf(need.noun, need.id)
  return {
    import: 'import',
    review: 'reviews',
    decide: 'today',
    approve: 'today',
    score: 'roadmap/prioritise',
    check: 'metrics',
    stale: 'metrics',
    moved: 'metrics/explore',
    named: 'today',
  }[need.kind]
}
