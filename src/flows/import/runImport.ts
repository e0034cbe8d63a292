import { Problem, rank, type Context, type Finding, type ImportedFile, type OpenedFiles } from '#kernel'
import { asTheyCame, isHeldTable, mendedRows } from './heldFile.ts'
import { ingestTable, type Running, type Waiting } from './ingestTable.ts'
import { gatherLookups, type Lookup } from './lookups.ts'
import { toolNamed, upsertPlanning } from './planning/planning.ts'
import { titleOf, type FilePlan, type ImportPlan } from './plan.ts'
import { holderOf, listed, newTally, type Tally } from './tally.ts'
import { upsertAccounts, upsertDictionaries, upsertProducts } from './upsertObjects.ts'

export interface Progress {
  readonly file: string
  /** Rows read, of all files; the total is null when a file was planned by its sample. */
  readonly done: number
  readonly total: number | null
}

export interface RunOptions {
  /** Count what would happen; nothing is written. */
  readonly dryRun?: boolean
  /** Keep the good rows, or take the whole import back at the first row held. */
  readonly onHeld?: 'keep' | 'undo'
  readonly progress?: (progress: Progress) => void
  /** Stored values for rows that name only, say, a subscription. */
  readonly lookup?: Lookup
  /** Rows that wait since earlier imports: those that come in now wait no longer. */
  readonly waiting?: Waiting
  /** The mapping that made the plan, for the record. */
  readonly mapping?: unknown
}

export interface ImportReport {
  /** The import's id; null for a dry run. */
  readonly import: string | null
  readonly state: 'planned' | 'done' | 'undone'
  readonly files: readonly ImportedFile[]
  readonly quality: readonly Finding[]
  readonly totals: { readonly created: number; readonly updated: number; readonly unchanged: number; readonly held: number }
  /** Rows that waited since earlier imports and wait no longer. */
  readonly answered: number
}

/**
 * Carries out a plan: facts by file, accounts, metrics and products as objects, then all of it becomes visible at once. A fault of the system takes everything back.
 * Throws `invalid` when no file is recognised and `refused` when a recognised file waits for a decision; nothing is written then.
 */
export async function runImport(ctx: Context, given: OpenedFiles, plan: ImportPlan, options: RunOptions = {}): Promise<ImportReport> {
  const opened = asTheyCame(given)
  const dryRun = options.dryRun === true
  if (!dryRun) refuseUnready(plan)
  const batch = ctx.newId()
  const lookups = await gatherLookups(opened, plan, options.lookup)
  const { waiting } = options
  const answers = waiting ? { awaited: waiting.awaited, ids: new Set<string>() } : null
  const running: Running = {
    ctx,
    batch,
    source: plan.source,
    dryRun,
    holder: holderOf(ctx, batch, dryRun),
    lookups,
    answers,
    moved: counter(plan, options.progress),
  }
  if (dryRun) {
    const files = await bringIn(running, opened, plan)
    const answered = await answeredBy(running, opened, plan, waiting)
    return { ...reportOf(null, 'planned', files, await ctx.quality({ batch })), answered: answered.length }
  }
  const connection = await connectionOf(ctx, plan.source)
  const row = await ctx.perform('import', 'create', {}, { name: nameOf(plan), batch, mapping: options.mapping ?? null, connection })
  try {
    const files = await bringIn(running, opened, plan)
    const held = files.reduce((sum, file) => sum + heldIn(file), 0)
    if (held > 0 && options.onHeld === 'undo') return await takeBack(ctx, row.id, batch, files, held)
    const answered = await answeredBy(running, opened, plan, waiting)
    await ctx.seal(batch)
    await waiting?.settle(answered, { batch })
    const quality = await ctx.quality({ batch })
    if (connection !== null) await ctx.perform('connection', 'recordRun', { id: connection }, { at: ctx.now() })
    await ctx.perform('import', 'finish', { id: row.id }, { files: files.slice(0, recorded).map(toRecord), quality: { findings: quality } })
    return { ...reportOf(row.id, 'done', files, quality), answered: answered.length }
  } catch (error) {
    await ctx.undoBatch(batch)
    await ctx.perform(
      'import',
      'fail',
      { id: row.id },
      { error: (error instanceof Error ? error.message : String(error)).slice(0, 2000) || 'It stopped without a message.' },
    )
    throw error
  }
}

/** Where the files come from, as an object that people can name and see the last delivery of. Who may not make one imports without. */
async function connectionOf(ctx: Context, source: string): Promise<string | null> {
  const name = source.slice(0, 120)
  const [known] = (await ctx.read('connection', { filter: { name }, limit: 1, archived: true })).items
  if (known) return known.archivedAt === null ? known.id : null
  if (rank(ctx.me.role) < rank('admin')) return null
  return (await ctx.perform('connection', 'create', {}, { name, kind: 'file' })).id
}

/** Takes an import back: its facts and the objects that it created or changed. Throws `refused` when it is not done. */
export async function undoImport(ctx: Context, importId: string): Promise<void> {
  const row = await ctx.find('import', importId)
  if (row['state'] !== 'done')
    throw new Problem('refused', `The import is ${String(row['state'])}; there is nothing to take back.`, 'Choose an import that is done.')
  await ctx.undoBatch(String(row['batch']))
  await ctx.perform('import', 'markUndone', { id: row.id }, {})
}

function refuseUnready(plan: ImportPlan): void {
  const ready = plan.files.filter((file) => file.recognisedAs !== null)
  const waiting = ready.find((file) => file.trouble)
  if (waiting?.trouble)
    throw new Problem('refused', `${titleOf(waiting)}: ${waiting.trouble.reason}`, waiting.trouble.hint, { code: 'undecided', at: { file: titleOf(waiting) } })
  if (ready.length > 0) return
  const first = plan.files.find((file) => file.trouble)
  throw new Problem(
    'invalid',
    `None of the ${plan.files.length} files is recognised.${first?.trouble ? ` ${titleOf(first)}: ${first.trouble.reason}` : ''}`,
    first?.trouble?.hint ?? 'Name at least one file.',
    { code: 'unrecognised' },
  )
}

/** Ids of waiting rows that what comes in answers: by what they are known by, or because a file of held rows brings them back. One that is held again waits with this import from now on. */
async function answeredBy({ ctx, answers }: Running, opened: OpenedFiles, plan: ImportPlan, waiting: Waiting | undefined): Promise<readonly string[]> {
  if (!waiting) return []
  const taken = new Set(plan.files.filter(isReady).map(titleOf))
  const tables = opened.tables.filter(isHeldTable).filter((table) => taken.has(titleOf(table)))
  const mended = (await Promise.all(tables.map((table) => mendedRows(ctx, table, waiting.awaitedIn)))).flat()
  return [...new Set([...(answers?.ids ?? []), ...mended])]
}

const isReady = (file: FilePlan): boolean => file.recognisedAs !== null && !file.trouble

/** All that goes in, file by file in the order of the plan. */
async function bringIn(importing: Running, opened: OpenedFiles, plan: ImportPlan): Promise<ImportedFile[]> {
  const done = new Map<string, ImportedFile>()
  for (const file of plan.files.filter(isReady)) {
    const table = opened.tables.find((one) => titleOf(one) === titleOf(file))
    if (!table) continue
    const running = { ...importing, source: file.source ?? importing.source }
    const tally = newTally(titleOf(file))
    const tool = file.readings.length === 0 ? toolNamed(file.recognisedAs) : null
    if (tool) {
      const notes = await upsertPlanning(running, table, file, tool, tally)
      await running.holder.flush(tally)
      done.set(titleOf(file), imported(file, tally, { notes: [...file.notes, ...notes] }))
      continue
    }
    await ingestTable(running, table, file, tally)
    await running.holder.flush(tally)
    const { created, updated, unchanged } = await upsertAccounts(running, table, file)
    const more = created + updated + unchanged > 0 ? { objects: { noun: 'account', created, updated, unchanged } } : {}
    done.set(titleOf(file), imported(file, tally, more))
  }
  await bringInTrees(importing, opened, plan, done)
  return plan.files.map((file) => done.get(titleOf(file)) ?? imported(file, newTally(titleOf(file)), {}))
}

async function bringInTrees(running: Running, opened: OpenedFiles, plan: ImportPlan, done: Map<string, ImportedFile>): Promise<void> {
  const treesOf = (kind: string) => opened.trees.filter((tree) => plan.files.some((file) => file.file === tree.file && file.recognisedAs === kind))
  const put = (tally: Tally, notes: readonly string[], more: Readonly<Record<string, unknown>> = {}): void => {
    const file = plan.files.find((one) => one.file === tally.file)
    if (file) done.set(file.file, imported(file, tally, { notes: [...file.notes, ...notes], ...more }))
  }
  for (const { tally, targets, notes } of await upsertDictionaries(running, treesOf('metrics dictionary'))) {
    await running.holder.flush(tally)
    const { created, updated, unchanged } = targets
    put(tally, notes, created + updated + unchanged > 0 ? { objects: { noun: 'metricTarget', created, updated, unchanged } } : {})
  }
  for (const tally of await upsertProducts(running, treesOf('product hierarchy'))) put(tally, [])
}

function imported(file: FilePlan, tally: Tally, more: Readonly<Record<string, unknown>>): ImportedFile {
  return {
    file: titleOf(file),
    recognisedAs: file.recognisedAs,
    created: tally.created,
    updated: tally.updated,
    unchanged: tally.unchanged,
    quarantined: tally.held.toSorted((a, b) => a.row - b.row),
    quarantinedCount: tally.heldCount,
    also: tally.also,
    leftOut: file.recognisedAs === null ? [] : file.columns.filter((column) => column.state === 'leftOut').map((column) => column.theirs),
    notes: [...file.notes, ...(tally.heldCount > listed ? [`The first ${listed} held rows are listed here.`] : [])],
    ...(file.trouble ? { trouble: file.trouble } : {}),
    // by these its held rows are handed back, and read again
    ...(tally.heldCount > 0 ? { headings: file.columns.map(({ theirs }) => theirs), forms: file.forms } : {}),
    ...more,
  }
}

async function takeBack(ctx: Context, id: string, batch: string, files: readonly ImportedFile[], held: number): Promise<ImportReport> {
  await ctx.undoBatch(batch)
  await ctx.perform('import', 'fail', { id }, { error: `Taken back whole, as asked, because ${held} ${held === 1 ? 'row was' : 'rows were'} held back.` })
  return reportOf(id, 'undone', files, [])
}

function reportOf(id: string | null, state: ImportReport['state'], files: readonly ImportedFile[], quality: readonly Finding[]): ImportReport {
  const sum = (of: (file: ImportedFile) => number): number => files.reduce((total, file) => total + of(file), 0)
  return {
    import: id,
    state,
    files,
    quality,
    answered: 0,
    totals: { created: sum((one) => one.created), updated: sum((one) => one.updated), unchanged: sum((one) => one.unchanged), held: sum(heldIn) },
  }
}

const heldIn = (file: ImportedFile): number => Number(file['quarantinedCount'] ?? file.quarantined.length)

/** Files that the record of an import names one by one; a list holds no more. */
const recorded = 1000

/** What the record of the import keeps of a file: the counts, and the first of the held rows. */
function toRecord({ file, recognisedAs, quarantined, ...report }: ImportedFile): Readonly<Record<string, unknown>> {
  return { file, recognisedAs, report: { ...report, quarantined: quarantined.slice(0, 100) } }
}

function nameOf(plan: ImportPlan): string {
  const files = plan.files.filter((file) => file.recognisedAs !== null).map((file) => file.file)
  return files.length > 3 ? `${files.length} files: ${files.slice(0, 2).join(', ')} and more`.slice(0, 200) : files.join(', ').slice(0, 200)
}

function counter(plan: ImportPlan, progress: RunOptions['progress']): (file: string, rows: number) => void {
  const total = plan.files.every((file) => file.recognisedAs === null || file.rows !== null)
    ? plan.files.reduce((sum, file) => sum + (file.readings.length > 0 ? (file.rows ?? 0) : 0), 0)
    : null
  const byFile = new Map<string, number>()
  return (file, rows) => {
    byFile.set(file, Math.max(rows, byFile.get(file) ?? 0))
    progress?.({ file, done: [...byFile.values()].reduce((sum, count) => sum + count, 0), total })
  }
}
