import { lazy, type ComponentType } from 'react'
import type { AnyRow } from '#kernel'

/** What the page of a noun shows before its fields: the one part of a derived page that is made by hand. Its code comes with the page. */
export const slots: Readonly<Record<string, ComponentType<{ readonly row: AnyRow }>>> = {
  account: lazy(() => import('#web/pages/account/AccountSlot.tsx').then((part) => ({ default: part.AccountSlot }))),
  businessCase: lazy(() => import('#web/pages/case/CaseSlot.tsx').then((part) => ({ default: part.CaseSlot }))),
  competitor: lazy(() => import('#web/pages/battlecard/CompetitorSlot.tsx').then((part) => ({ default: part.CompetitorSlot }))),
  decision: lazy(() => import('#web/pages/decision/DecisionSlot.tsx').then((part) => ({ default: part.DecisionSlot }))),
  document: lazy(() => import('#web/pages/document/DocumentSlot.tsx').then((part) => ({ default: part.DocumentSlot }))),
  feature: lazy(() => import('#web/pages/feature/FeatureSlot.tsx').then((part) => ({ default: part.FeatureSlot }))),
  initiative: lazy(() => import('#web/pages/bet/BetSlot.tsx').then((part) => ({ default: part.BetSlot }))),
  keyResult: lazy(() => import('#web/pages/forecasts/KeyResultSlot.tsx').then((part) => ({ default: part.KeyResultSlot }))),
  opportunity: lazy(() => import('#web/pages/opportunities/OpportunitySlot.tsx').then((part) => ({ default: part.OpportunitySlot }))),
  release: lazy(() => import('#web/pages/releases/ReleaseSlot.tsx').then((part) => ({ default: part.ReleaseSlot }))),
  scenario: lazy(() => import('#web/pages/scenarios/ScenarioSlot.tsx').then((part) => ({ default: part.ScenarioSlot }))),
  scoringRound: lazy(() => import('#web/pages/round/RoundSlot.tsx').then((part) => ({ default: part.RoundSlot }))),
  segment: lazy(() => import('#web/pages/segment/SegmentSlot.tsx').then((part) => ({ default: part.SegmentSlot }))),
}

/** Nouns whose slot is told beside a list too, so that nobody has to open the page for it. */
export const toldInPeek: readonly string[] = ['initiative']

/** Fields that a slot tells in its own way, so that they are not told again below it. */
export const toldBySlot: Readonly<Record<string, readonly string[]>> = {
  businessCase: ['inputs', 'stages', 'flows', 'successMetrics', 'killCriteria', 'assumptions', 'raised'],
  decision: [
    'context',
    'options',
    'assumptions',
    'initiatives',
    'metrics',
    'chosen',
    'rationale',
    'rejected',
    'confidence',
    'decidedOn',
    'reopenedFor',
    'supersededBy',
    'state',
  ],
  document: ['body'],
  initiative: ['hypothesis', 'outcome', 'forecast', 'health', 'lastUpdate'],
  opportunity: ['survey'],
  release: ['features', 'frozenScope', 'lateChanges'],
  scoringRound: ['agreed', 'bets', 'participants', 'brief', 'method', 'turn', 'state', 'revealedAt'],
  segment: ['rule', 'counted'],
}
