export type Level = 'debug' | 'info' | 'warn' | 'error'
/** What a line may carry: scalars only, so that no object with a secret inside is ever logged whole. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>

export interface Log {
  debug(message: string, fields?: LogFields): void
  info(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  error(message: string, fields?: LogFields): void
  /** The same log with fields that every later line repeats: a request id, a workspace. */
  with(fields: LogFields): Log
}

export interface LogOptions {
  readonly level?: Level
  readonly write?: (line: string) => void
  readonly now?: () => string
}

const order: readonly Level[] = ['debug', 'info', 'warn', 'error']

/** One JSON object per line on stderr: `{"at":…,"level":…,"message":…, …fields}`. */
export function createLog({ level = 'info', write = toStderr, now = () => new Date().toISOString() }: LogOptions = {}, shared: LogFields = {}): Log {
  const line =
    (own: Level) =>
    (message: string, fields: LogFields = {}) => {
      if (order.indexOf(own) >= order.indexOf(level)) write(JSON.stringify({ at: now(), level: own, message, ...shared, ...fields }))
    }
  return {
    debug: line('debug'),
    info: line('info'),
    warn: line('warn'),
    error: line('error'),
    with: (fields) => createLog({ level, write, now }, { ...shared, ...fields }),
  }
}

/** A log that keeps quiet, for tests and for commands whose only output is their answer. */
export const silentLog: Log = createLog({ write: () => undefined })

/** The words of whatever was thrown, for a log line; never the stack. */
export const words = (error: unknown): string => (error instanceof Error ? error.message : String(error))

const toStderr = (line: string): void => void process.stderr.write(`${line}\n`)
