import { civilDay } from '#engines/numbers/zone.ts'
import { keepFindings } from '#flows/quality/keep.ts'
import { raiseKills } from '#flows/planning/cases/raiseKills.ts'
import { every } from '#platform/every.ts'
import { words } from '#platform/log.ts'
import type { Scope } from '#runtime/scope.ts'
import type { App } from './app.ts'
import { rememberDays } from './events/ingesting.ts'

const minute = 60_000
const day = 86_400_000

/** Runs the checks of each workspace once a day, after its day has closed in its own time zone, and writes down what they found. Answers how to stop. */
export function dailyChecks(app: App): () => Promise<void> {
  const done = noneDone()
  return every(minute, () => checkDue(app, done))
}

/** The day on which each workspace was checked last, and that on which its files were purged. */
interface Done {
  readonly checked: Map<string, string>
  readonly purged: Map<string, string>
}

export const noneDone = (): Done => ({ checked: new Map(), purged: new Map() })

/** One pass: every workspace whose day is another one than when it was done last. */
export async function checkDue(app: App, done: Done): Promise<void> {
  for (const { id } of await app.workspaces.list()) {
    const scope = await app.workspaces.system(id, 'Checks')
    const today = civilDay(app.clock.now(), scope.workspace.timeZone)
    if (done.checked.get(id) !== today) {
      await checked(app, scope)
      await raised(app, scope)
      await expired(app, id)
      done.checked.set(id, today)
    }
    if (done.purged.get(id) !== today && (await purged(app, id))) done.purged.set(id, today)
  }
}

/** Checks and writes down; a failure is logged and never stops what called it: the next pass tries again. */
export async function checked(app: App, scope: Scope): Promise<void> {
  await keepFindings(scope).catch((error: unknown) => app.log.warn('The checks could not be kept', { reason: words(error) }))
}

/** Asks for a decision where a kill criterion of a business case fires; a failure is logged, and the next day tries again. */
async function raised(app: App, scope: Scope): Promise<void> {
  await raiseKills(scope).catch((error: unknown) => app.log.warn('The kill criteria could not be judged', { reason: words(error) }))
}

/** Takes away held events that nobody looked after in time; a failure is logged, and the next day tries again. */
async function expired(app: App, workspace: string): Promise<void> {
  const before = new Date(app.clock.millis() - rememberDays * day).toISOString()
  await app.store
    .expireHeld(workspace, before, app.clock.now())
    .catch((error: unknown) => app.log.warn('Held events could not be taken away', { reason: words(error) }))
}

/** Takes whom the workspace was told to forget out of its files too. False while an import is under way or when it failed, which is logged: the next pass tries again. */
async function purged(app: App, workspace: string): Promise<boolean> {
  try {
    return (await app.store.purge(workspace, app.clock.now())) !== 'busy'
  } catch (error) {
    app.log.warn('Forgotten persons still stand in the journal', { reason: words(error) })
    return false
  }
}
