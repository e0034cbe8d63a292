import { CircleAlert, History, Info, ShieldCheck, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { Icon } from './Icon.tsx'

const icons = { red: CircleAlert, amber: TriangleAlert, green: ShieldCheck, acc: History, plain: Info }

/** One or two sentences on a soft ground, the first in bold, an action at the right. */
export function Banner({
  tone,
  says,
  children,
  action,
}: {
  readonly tone: keyof typeof icons
  readonly says: ReactNode
  readonly children?: ReactNode
  readonly action?: ReactNode
}) {
  return (
    <div className={`banner ${tone}`}>
      <Icon of={icons[tone]} />
      <p>
        <b>{says}</b> {children}
      </p>
      {action && <span className="r">{action}</span>}
    </div>
  )
}
