import {
  BookOpenCheck,
  ChartLine,
  GitFork,
  Map as MapIcon,
  MessageSquareQuote,
  NotebookText,
  Settings2,
  Sunrise,
  Target,
  Users,
  type LucideIcon,
} from 'lucide-react'
import { pluralOf } from './words.ts'

export interface Place {
  readonly name: string
  /** Below the workspace. */
  readonly to: string
  readonly keys: string
  readonly icon: LucideIcon
  readonly below?: boolean
}

export const places: readonly Place[] = [
  { name: 'Today', to: 'today', keys: 'g t', icon: Sunrise },
  { name: 'Metrics', to: 'metrics', keys: 'g m', icon: ChartLine },
  { name: 'Goals', to: 'goals', keys: 'g g', icon: Target },
  { name: 'Roadmap', to: 'roadmap', keys: 'g r', icon: MapIcon },
  { name: 'Insights', to: `n/${pluralOf('feedback')}`, keys: 'g i', icon: MessageSquareQuote },
  { name: 'Decisions', to: `n/${pluralOf('decision')}`, keys: 'g d', icon: GitFork },
  { name: 'Reviews', to: 'reviews', keys: 'g v', icon: NotebookText },
  { name: 'Library', to: 'n', keys: 'g b', icon: BookOpenCheck, below: true },
  { name: 'People', to: `n/${pluralOf('member')}`, keys: 'g p', icon: Users, below: true },
  { name: 'Settings', to: 'settings', keys: 'g ,', icon: Settings2, below: true },
]

/** On a phone five fit: four places and the rest. */
export const thumbPlaces: readonly Place[] = ['Today', 'Metrics', 'Roadmap', 'Decisions', 'Reviews']
  .flatMap((name) => places.filter((place) => place.name === name))
  .slice(0, 4)

/** Whether a place holds the page at this path. */
export const holds = (place: Place, workspace: string, pathname: string): boolean => {
  const own = `/${workspace}/${place.to}`
  if (place.to === 'roadmap' && /^\/(strategy|portfolio)(\/|$)/.test(pathname.slice(workspace.length + 1))) return true
  if (place.to === 'settings' && pathname === `/${workspace}/import`) return true
  if (place.to === 'n' && places.some((other) => other.to !== 'n' && holds(other, workspace, pathname))) return false
  return pathname === own || pathname.startsWith(`${own}/`)
}
