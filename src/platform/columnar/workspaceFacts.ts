import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isProblem } from '#kernel'
import { words, type Log } from '../log.ts'
import { isFatal, openDuck, removeDuck, type DuckFile, type DuckOptions, type ReadAccess } from './duckdb.ts'
import { anew, forgottenIn, withoutHeldBefore } from './leavingJournal.ts'
import { openJournal, type HeldJournal, type Journal, type JournalOptions } from './journal.ts'
import type { PersonIndex } from './personLinks.ts'
import { positionsIn, positionsSql, type Positions } from './positions.ts'
import { isClosing, storeClosed } from './readers.ts'
import { Projection } from './projection.ts'
import { encode, type Entry, type StreamEntry } from './records.ts'
import { replay } from './replay.ts'
import { tidySealed } from './sealed/writeSealed.ts'
import type { TableShape } from './shape.ts'
import { groupRows } from './staging.ts'
import { sealedName, withoutPersons } from './withoutPersons.ts'

export interface WorkspaceOptions extends DuckOptions {
  readonly journal?: JournalOptions
  /** Facts whose tables exist from the start, so that a query finds them before any import. */
  readonly facts?: readonly TableShape[]
  /** Makes an empty index of who turned out to be whom; without it links of persons are kept and not applied. */
  readonly persons?: () => PersonIndex
  readonly log?: Log
}

/** Rows of a stream between their request and the table: `position` is -1 until they are on disk, `entry` null once they are handed in. */
interface Arriving {
  entry: StreamEntry | null
  readonly rows: number
  readonly floor: number
  position: number
}

/**
 * Rows that come one by one are written together: a group as soon as it is full, few after half a second. More than a few that fill no group would go through
 * DuckDB’s log, in one large flush of the disk, and wait for the rest of their group. Whoever reads before has them written first.
 */
const rest = 500
const few = 16_384
const longestRest = 4_000
const lagRest = 1_000

/** Where files stand that follow from a workspace’s store. */
export const sealedIn = (folder: string): string => join(folder, 'sealed')

/** The journal of one workspace and the DuckDB file that follows from it, kept in step. */
export class WorkspaceFacts {
  private readonly folder: string
  private readonly options: WorkspaceOptions
  private journal: Journal
  /** The DuckDB file, for reading. */
  private ground: DuckFile | null = null
  /** What writes to it, while it is in step with the journal. */
  private projection: Projection | null = null
  private lag: { readonly reason: string; readonly at: number } | null = null
  private hasJournalFailed = false
  private turn: Promise<unknown> = Promise.resolve()
  private turns = 0
  /** How many turns began so far: what is read while none is under way holds until the next one. */
  private begun = 0
  private told: { readonly begun: number; readonly positions: Positions } | null = null
  private readonly arriving = new Set<Arriving>()
  /** Of these, those that were not handed in yet. */
  private readonly coming = new Set<Arriving>()
  private waitingRows = 0
  private resting: NodeJS.Timeout | null = null
  private flushes = 0
  private isClosed = false
  private closing: Promise<void> | null = null

  private constructor(folder: string, options: WorkspaceOptions, journal: Journal) {
    this.folder = folder
    this.options = options
    this.journal = journal
  }

  static async open(folder: string, options: WorkspaceOptions): Promise<WorkspaceFacts> {
    return new WorkspaceFacts(folder, options, await openJournal(join(folder, 'journal'), options.journal))
  }

  /** Waits for its turn, then writes with both in step; opens again first what failed before. */
  exclusively<T>(work: (projection: Projection) => Promise<T>): Promise<T> {
    return this.inTurn(async () => {
      const projection = await this.catchUp()
      try {
        return await work(projection)
      } catch (error) {
        // whatever was not foreseen may have left the two out of step; opening again brings them back
        if (!isProblem(error) || error.kind === 'unavailable') await this.closeGround()
        throw error
      }
    })
  }

  /** Puts an entry on disk, for good. Applying it is a second step, so that entries of many callers can share a flush. */
  async append(entry: Entry): Promise<number> {
    if (this.isClosed) throw storeClosed()
    try {
      return await this.journal.append(encode(entry))
    } catch (error) {
      this.hasJournalFailed = true
      throw error
    }
  }

  /** Puts rows of a stream on disk, for good. They can be read a moment later; nothing waits for them meanwhile. */
  async receive(entry: StreamEntry): Promise<void> {
    if (this.hasJournalFailed) await this.exclusively(async () => undefined)
    const one: Arriving = { entry, rows: entry.tables.reduce((sum, { rows }) => sum + rows.length, 0), floor: this.journal.end, position: -1 }
    this.arriving.add(one)
    this.coming.add(one)
    this.waitingRows += one.rows
    try {
      one.position = await this.append(entry)
    } catch (error) {
      this.arrived(one)
      throw error
    }
    if (this.projection && this.turns === this.flushes) this.handIn(this.projection)
    if (this.flushes > 0) return // what comes meanwhile is seen to at its end
    this.flushLater()
  }

  /** Rows of streams that are not in their tables yet. */
  get waiting(): number {
    return this.waitingRows
  }

  private arrived(one: Arriving): void {
    this.coming.delete(one)
    if (this.arriving.delete(one)) this.waitingRows -= one.rows
  }

  /** Hands in what is on disk, in the order of the journal, up to a place. While anything but streams is being written, it waits here. */
  private handIn(projection: Projection, before = Infinity): void {
    for (const one of this.coming) {
      if (one.position < 0 || one.position >= before) return
      if (one.entry) projection.take(one.entry, one.position)
      one.entry = null
      this.coming.delete(one)
    }
  }

  private flushLater(): void {
    if (this.waitingRows >= groupRows) this.flushSoon(0, true)
    else if (!this.isClosed) this.resting ??= setTimeout(() => this.flushRested(), rest)
  }

  private flushSoon(after: number, isWhole = false): void {
    if (this.isClosed) return
    if (this.resting) clearTimeout(this.resting)
    this.resting = setTimeout(() => void this.flush(isWhole).catch(() => this.flushSoon(1_000)), after)
  }

  private flushRested(waited = rest): void {
    const [isFew, isLate] = [this.waitingRows < few, waited >= longestRest]
    if (isFew || isLate) this.flushSoon(0)
    else this.resting = setTimeout(() => this.flushRested(waited + rest), rest)
  }

  /** Who reads sees what was acknowledged before, unless that would mean to wait for an import. */
  private async seeArrived(): Promise<void> {
    const isHere = this.arriving.values().some(({ position }) => position >= 0)
    if (isHere && this.turns === this.flushes) await this.flush().catch(() => undefined)
  }

  /** Brings what has arrived into the tables. When that fails, opening the store again brings it from the journal. */
  async flush(isWhole = false): Promise<void> {
    if (this.resting) clearTimeout(this.resting)
    this.resting = null
    this.flushes += 1
    const work = this.exclusively(async (projection) => {
      this.handIn(projection)
      await projection.flush(isWhole)
      for (const one of this.arriving) if (one.position >= 0 && one.position <= projection.streamed) this.arrived(one)
    })
    await work.finally(() => {
      this.flushes -= 1
      if (this.flushes === 0 && this.waitingRows > 0) this.flushLater()
    })
  }

  /** Reading goes on while the disk is full, a batch is being written, or the file is made again: whoever read it then asks the new one. */
  async reading<T>(work: (read: ReadAccess) => Promise<T>): Promise<T> {
    const read = await this.readAccess()
    try {
      return await work(read)
    } catch (error) {
      if (isClosing(error) && !this.isClosed && this.ground !== read) return await this.reading(work)
      if (isFatal(error)) await this.inTurn(() => this.closeGround(read))
      throw error
    }
  }

  async readAccess(): Promise<DuckFile> {
    await this.catchUpToRead()
    if (this.projection) await this.seeArrived()
    await this.catchUpToRead() // rows that could not be written closed it
    if (this.ground) return this.ground
    throw storeClosed()
  }

  /** A store that cannot follow its journal is read as it is; it is tried again after a while, since that ends what others read. */
  private async catchUpToRead(): Promise<void> {
    const isReadable = (): boolean => this.ground !== null && (this.projection !== null || performance.now() - (this.lag?.at ?? -Infinity) < lagRest)
    if (isReadable()) return
    await this.inTurn(async () => void (isReadable() || (await this.catchUp()))).catch((error: unknown) => {
      if (!this.ground) throw error
      this.options.log?.warn('The analytical store is behind its journal', { folder: this.folder, reason: words(error) })
    })
  }

  /** Why the store lacks rows that its journal holds; null when it has them all. */
  get behind(): string | null {
    return this.projection ? null : (this.lag?.reason ?? null)
  }

  /** Where the facts stand. Every question begins with this, and rows change in turns alone: it is asked of the file again after one. */
  async positions(): Promise<Positions> {
    await this.readAccess()
    const { begun, told } = this
    const isQuiet = this.turns === 0 // what is read while a turn is under way may be from before it
    if (isQuiet && told?.begun === begun) return told.positions
    const positions = positionsIn((await this.reading((read) => read.query(positionsSql))).rows)
    if (isQuiet && this.begun === begun) this.told = { begun, positions }
    return positions
  }

  /** Its journal, for reading. */
  get written(): Pick<Journal, 'end' | 'read'> {
    return this.journal
  }

  /** Its journal as it stands now, with no purge half way. */
  holdJournal(): Promise<HeldJournal> {
    return this.inTurn(() => this.journal.hold())
  }

  /** Forgets persons; what arrived of them before is in the tables by then. */
  forget(entry: Extract<Entry, { kind: 'forget' }>): Promise<void> {
    return this.exclusively(async (projection) => {
      const position = await this.append(entry)
      this.handIn(projection, position)
      await projection.apply(entry, position)
    })
  }

  /** Forgets the DuckDB file and makes it again from the journal. */
  rebuild(): Promise<void> {
    return this.inTurn(async () => {
      await this.closeGround()
      await removeDuck(this.file)
      await this.catchUp()
    })
  }

  /**
   * Takes away what was held before an instant, in the store and in the journal; answers how many. The journal goes first: after a crash on the way the store
   * still knows which of its records are to be written anew.
   */
  async expireHeld(before: string, at: string): Promise<number> {
    await this.flush()
    return await this.exclusively(async (projection) => {
      const { count, places } = await projection.heldBefore(before)
      if (count === 0) return 0
      await this.journal.rewrite(
        anew((one) => withoutHeldBefore(before, one)),
        places,
      )
      const entry: Entry = { kind: 'expire', before, at }
      await projection.apply(entry, await this.append(entry))
      return count
    })
  }

  /**
   * Takes forgotten persons out of the journal too, and makes the DuckDB file again, so that no byte of theirs is left on the disk. Their names are sealed
   * before they go, and go last: after a crash on the way their rows are found again. False while a batch is open, which it would end: it is for another time.
   */
  purge(at: string): Promise<boolean> {
    return this.exclusively(async (projection) => {
      if (projection.open.size > 0) return false
      const { persons, sealed, places, expired } = await forgottenIn(this.journal)
      const entry: Entry = { kind: 'sealed', names: [...persons].map(sealedName), at }
      if (persons.size > 0) await projection.apply(entry, await this.append(entry))
      const without = withoutPersons(persons, sealed, new Set(projection.personal().map(({ name }) => name)))
      const written = anew((one) => {
        const young = withoutHeldBefore(expired, one)
        return without(young ?? one) ?? young
      })
      await this.journal.rewrite((payload, position) => (places.has(position) ? null : written(payload)))
      await this.journal.rewrite(written, places)
      await this.closeGround()
      await removeDuck(this.file)
      await this.catchUp()
      return true
    })
  }

  async sizes(): Promise<{ readonly bytes: number; readonly journalBytes: number }> {
    const { size } = await stat(this.file).catch(() => ({ size: 0 }))
    return { bytes: size, journalBytes: this.journal.size }
  }

  /** Waits for the turn that is under way; those who wait behind it, and who read, are told that the store was closed. */
  close(): Promise<void> {
    this.isClosed = true
    if (this.resting) clearTimeout(this.resting)
    this.closing ??= this.turn.then(async () => {
      await this.closeGround()
      await this.journal.close()
    })
    return this.closing
  }

  private get file(): string {
    return join(this.folder, 'facts.duckdb')
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    this.turns += 1
    this.begun += 1
    const next = this.turn.then(() => (this.isClosed ? Promise.reject(storeClosed()) : work())).finally(() => (this.turns -= 1))
    this.turn = next.catch(() => undefined)
    return next
  }

  /** Opens what is closed and applies what is not applied. A full disk leaves the store readable as it was. */
  private async catchUp(): Promise<Projection> {
    if (this.hasJournalFailed) await this.reopenJournal()
    if (this.projection) return this.projection
    this.lag = null
    await this.closeGround() // rows that a replay took and could not write stand in the journal alone
    try {
      this.ground = await this.openGround()
      const projection = await this.project(this.ground)
      await replay(this.journal, projection)
      await this.tidy(projection)
      return (this.projection = projection)
    } catch (error) {
      this.lag = { reason: words(error), at: performance.now() }
      if (isProblem(error) && error.details.code === 'no-space') await this.openToRead()
      throw error
    }
  }

  /** Names of persons stand in files of a state before this one. */
  private async tidy(projection: Projection): Promise<void> {
    await tidySealed(sealedIn(this.folder), await projection.identity()).catch((error: unknown) =>
      this.options.log?.warn('Files of a former state of the store were not removed', { folder: this.folder, reason: words(error) }),
    )
  }

  private async openGround(): Promise<DuckFile> {
    return await openDuck(this.file, this.options).catch(async (error: unknown) => {
      if (!isProblem(error) || error.details.code !== 'store-damaged') throw error
      this.options.log?.error('The analytical store was damaged; it is made again from the journal', { file: this.file })
      await removeDuck(this.file)
      return await openDuck(this.file, this.options)
    })
  }

  private async project(duck: DuckFile): Promise<Projection> {
    const { facts, persons } = this.options
    const unapplied = () => this.arriving.values().reduce((least, { floor }) => Math.min(least, floor), Infinity)
    try {
      const projection = await Projection.of(duck, { ...(facts ? { facts } : {}), ...(persons ? { persons } : {}), unapplied })
      await projection.ensure(facts ?? [])
      return projection
    } catch (error) {
      await this.closeGround()
      throw error
    }
  }

  /** Opening a store writes to it, which a full disk does not take. */
  private async openToRead(): Promise<void> {
    await this.closeGround()
    this.ground = await openDuck(this.file, { ...this.options, isReadOnly: true }).catch(() => null)
  }

  private async reopenJournal(): Promise<void> {
    const trustedEnd = this.journal.end
    await this.journal.close().catch(() => undefined)
    this.journal = await openJournal(join(this.folder, 'journal'), { ...this.options.journal, trustedEnd })
    this.hasJournalFailed = false
    await this.closeGround()
  }

  /** Closes the file that is open; `only` when it is this one. */
  private async closeGround(only?: ReadAccess): Promise<void> {
    const duck = this.ground
    if (only && duck !== only) return
    this.ground = null
    this.projection = null
    await duck?.close()
  }
}
