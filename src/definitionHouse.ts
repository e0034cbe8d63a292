import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { definedDetail, definedList } from '#flows/definitions/detail.ts'
import { exportDefinitions } from '#flows/definitions/exportDefinitions.ts'
import { formats, type Format } from '#flows/definitions/formats.ts'
import { importDefinitions } from '#flows/definitions/importDefinitions.ts'
import { certifyDefined, checkDefined, dependants, restatement, versionsDiffer } from '#flows/definitions/review.ts'
import { isDefined } from '#flows/definitions/stored.ts'
import { Problem } from '#kernel'
import type { App } from './app.ts'
import { factGround, metricReferrers, previewDefinitions } from './definitionDesk.ts'
import type { Definitions } from './doors/cli/definitionTools.ts'
import type { DefinitionHouse } from './doors/rest/definitions.ts'

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
      const sources = await Promise.all(paths.map(async (path) => ({ file: basename(path), text: await textOf(resolve(cwd, path)) })))
      return await importDefinitions(scope, ground, sources, { ...options, ...(format ? { format: formatOf(format) } : {}) })
    },
    async export(scope, out, format) {
      const { files, losses } = await exportDefinitions(scope, ground, formatOf(format))
      await mkdir(resolve(cwd, out), { recursive: true })
      for (const { file, text } of files) await writeFile(resolve(cwd, out, file), text)
      return { files: files.map(({ file }) => join(out, file)), losses }
    },
  }
}

const textOf = (path: string): Promise<string> =>
  readFile(path, 'utf8').catch(() => {
    throw new Problem('invalid', `${path} cannot be read.`, 'Check the path.')
  })

function formatOf(format: string): Format {
  const found = formats.find((one) => one === format)
  if (!found) throw new Problem('invalid', `“${format}” is no format.`, `Use ${formats.join(', ')}.`, { code: 'usage' })
  return found
}
