import { mkdir, writeFile } from 'node:fs/promises'
import { basename, join, relative, resolve } from 'node:path'
import { boundDefinition } from '#flows/definitions/defined.ts'
import { compareContract, writtenContract } from '#flows/definitions/contracts.ts'
import { definedDetail, definedList } from '#flows/definitions/detail.ts'
import { convertManifest, exportDefinitions, type DefinitionExport } from '#flows/definitions/exportDefinitions.ts'
import { formats, readForeign, type Format } from '#flows/definitions/formats.ts'
import { importDefinitions, type DefinitionImport } from '#flows/definitions/importDefinitions.ts'
import { certifyDefined, checkDefined, dependants, restatement, versionsDiffer } from '#flows/definitions/review.ts'
import { definitionIn, isDefined } from '#flows/definitions/stored.ts'
import { everyRow, Problem, type Measurement, type MeasureRequest } from '#kernel'
import { factDesks, type Defined } from '#runtime/factDesks.ts'
import type { Registry } from '#runtime/registry.ts'
import type { Scope } from '#runtime/scope.ts'
import type { App } from '../app.ts'
import { factGround, metricReferrers } from './definitionDesk.ts'
import { textOf, textsAt } from './definitionTexts.ts'
import type { Definitions } from '#doors/cli/definitionTools.ts'
import type { DefinitionHouse } from '#doors/rest/definedMetrics.ts'

/** Metrics that people define, for the REST door. */
export function definitionHouse(app: App): DefinitionHouse {
  const ground = factGround(app.registry)
  const referrers = metricReferrers(app.registry)
  return {
    list: definedList,
    detail: definedDetail,
    async isDefined(scope, key) {
      const { items } = await scope.read('metric', { filter: { metricKey: key }, limit: 1 })
      return items.some(isDefined)
    },
    import: (scope, text, { format, ...options }) =>
      importDefinitions(scope, ground, [{ file: '', text }], { ...options, ...(format ? { format: formatOf(format) } : {}) }),
    preview: (scope, text) => previewDefinitions(app, scope, text),
    export: (scope, format) => exportDefinitions(scope, ground, formatOf(format)),
    diff: versionsDiffer,
    restatement,
    check: checkDefined,
    certify: certifyDefined,
    dependants: (scope, key) => dependants(scope, key, referrers),
  }
}

/** The same for the command line, which reads and writes files. */
export function definitionTools(app: App, cwd: string): Definitions {
  const ground = factGround(app.registry)
  const referrers = metricReferrers(app.registry)
  return {
    list: definedList,
    detail: definedDetail,
    diff: versionsDiffer,
    restatement,
    check: checkDefined,
    certify: certifyDefined,
    dependants: (scope, key) => dependants(scope, key, referrers),
    async import(scope, paths, { format, ...options }) {
      const sources = await Promise.all(paths.map((path) => textsAt(resolve(cwd, path))))
      return await importDefinitions(scope, ground, sources.flat(), { ...options, ...(format ? { format: formatOf(format) } : {}) })
    },
    export: async (scope, out, format) => await written(resolve(cwd, out), out, await exportDefinitions(scope, ground, formatOf(format))),
    ...fileTools(app.registry, cwd),
  }
}

/** What is done with files alone, and needs no workspace. */
export function fileTools({ facts }: Registry, cwd: string): Pick<Definitions, 'contract' | 'writeContract' | 'convert'> {
  return {
    writeContract: async (out) => await written(resolve(cwd, out), out, { files: [writtenContract([...facts.values()])], losses: [] }),
    async contract(path, against) {
      const source = async (file: string) => ({ file: basename(file), text: await textOf(resolve(cwd, file)) })
      return compareContract(await source(path), against === undefined ? null : await source(against), [...facts.values()])
    },
    async convert(paths, out, format) {
      const within = paths.find((path) => !relative(resolve(cwd, path), resolve(cwd, out)).startsWith('..'))
      if (within !== undefined)
        throw new Problem('invalid', `${out} lies within ${within}, which is read.`, 'Write to another folder, or the next run reads what this one wrote.')
      const sources = await Promise.all(paths.map((path) => textsAt(resolve(cwd, path))))
      return await written(resolve(cwd, out), out, convertManifest(sources.flat(), formatOf(format)))
    },
  }
}

async function written(folder: string, told: string, { files, losses }: Pick<DefinitionExport, 'files' | 'losses'>) {
  await mkdir(folder, { recursive: true })
  for (const { file, text } of files) await writeFile(join(folder, file), text)
  return { files: files.map(({ file }) => join(told, file)), losses }
}

function formatOf(format: string): Format {
  const found = formats.find((one) => one === format)
  if (!found) throw new Problem('invalid', `“${format}” is no format.`, `Use ${formats.join(', ')}.`, { code: 'usage' })
  return found
}

export interface Preview {
  readonly import: DefinitionImport
  /** The number of the first metric as it would be, or why there is none. */
  readonly measurement: Measurement | null
  readonly refused: { readonly message: string; readonly hint: string } | null
}

/** What a text would do, and the number that it would give; nothing is kept. */
export async function previewDefinitions(app: App, scope: Scope, text: string, request: Omit<MeasureRequest, 'metric'> = {}): Promise<Preview> {
  const ground = factGround(app.registry)
  const sources = [{ file: '', text }]
  const report = await importDefinitions(scope, ground, sources, { dryRun: true })
  const [first] = report.metrics
  if (!first || first.faults.length > 0 || report.faults.length > 0) return { import: report, measurement: null, refused: null }
  const given = readForeign(sources, undefined, ground).files.flatMap(({ definitions }) => definitions)
  const rows = await everyRow(scope, 'metric')
  const stored = rows.flatMap((row) => (isDefined(row) ? (definitionIn(row['spec']) ?? []) : []))
  const others = [...given, ...stored.filter(({ metric }) => !given.some((one) => one.metric.name === metric.name))]
  const defined: Defined = (_, key) => {
    const own = given.find(({ metric }) => metric.name.replaceAll('_', '-') === key)
    return own ? boundDefinition(ground, own, others, { version: 1, notes: ['A preview: nothing is kept.'] }) : null
  }
  try {
    const desk = factDesks(app.registry, app.store, app.database.app, () => app.clock.now(), defined)(scope.workspace)
    return { import: report, measurement: await desk.measure({ ...request, metric: first.key }), refused: null }
  } catch (error) {
    if (error instanceof Problem) return { import: report, measurement: null, refused: { message: error.message, hint: error.hint } }
    throw error
  }
}
