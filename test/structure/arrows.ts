import { builders, rooms, type Room } from '../../src/rooms.ts'
import type { Import, Source } from './source.ts'

/** Sentences about every import that crosses a wall where rooms.ts draws no arrow. Tests may look anywhere. */
export function forbiddenArrows(sources: readonly Source[]): string[] {
  return sources.filter((source) => !source.isTest).flatMap((source) => source.imports.flatMap((one) => judge(source, one) ?? []))
}

/** Every cycle of imports, as `a -> b -> a`, each once. */
export function importCycles(sources: readonly Source[]): string[] {
  const arrows = new Map(sources.map((source) => [source.path, source.imports.flatMap((one) => one.target ?? [])]))
  const state = new Map<string, 'open' | 'done'>()
  const found: string[] = []
  const visit = (path: string, trail: readonly string[]): void => {
    if (state.get(path) === 'done') return
    if (state.get(path) === 'open') {
      found.push([...trail.slice(trail.indexOf(path)), path].join(' -> '))
      return
    }
    state.set(path, 'open')
    for (const next of arrows.get(path) ?? []) if (arrows.has(next)) visit(next, [...trail, path])
    state.set(path, 'done')
  }
  for (const path of arrows.keys()) visit(path, [])
  return found
}

/** The room of a file of src/, undefined for the program and the plan at its top; throws for a folder that is no room. */
export function roomOf(path: string): Room | undefined {
  const [, name = '', ...rest] = path.split('/')
  if (rest.length === 0 && builders.some((file) => file === name || file.replace('.ts', '.test.ts') === name)) return undefined
  const room = rooms.find((one) => one.name === name)
  if (!room) throw new Error(`${path}: src/${name} is no room. Rooms: ${rooms.map((one) => one.name).join(', ')} (src/rooms.ts).`)
  return room
}

function judge(source: Source, one: Import): string | undefined {
  const room = roomOf(source.path)
  if (!room) return undefined
  const where = `${source.path}:${one.line} imports ${one.specifier}`
  if (one.target === undefined) return judgePackage(room, one.specifier, where)
  if (!one.target.startsWith('src/')) return `${where}: src/ imports only src/; move it there, or read it as a file.`
  const target = roomOf(one.target)
  if (!target) return `${where}: nothing imports ${one.target}; it starts the house, or draws its plan.`
  if (target === room && !crossesFolders(room, source.path, one.target)) return undefined
  if (!isDrawn(room, one)) return `${where}: ${nameFor(room, source.path)} may not import ${nameFor(target, one.target)}. ${room.instead}`
  if (target !== room && !one.specifier.startsWith('#')) return `${where}: write it as an import of package.json, such as #${target.name}.`
  return undefined
}

function judgePackage(room: Room, specifier: string, where: string): string | undefined {
  const isNode = specifier.startsWith('node:')
  const allowed = isNode ? room.node : room.packages
  if (allowed === 'any') return undefined
  const name = isNode ? specifier : packageName(specifier)
  if (allowed.includes(name)) return undefined
  const which = allowed.length > 0 ? `only ${allowed.join(', ')}` : isNode ? 'no module of Node' : 'no package'
  return `${where}: ${room.name} uses ${which}. ${room.instead}`
}

const packageName = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')

/** In a room whose folders are strangers, its own files at the top (its door, its contract) may be imported by all. */
function crossesFolders(room: Room, from: string, to: string): boolean {
  const [a, b] = [folderOf(from), folderOf(to)]
  return room.apart === true && b !== undefined && a !== undefined && a !== b
}

function isDrawn(room: Room, { target = '', isType }: Import): boolean {
  return [...room.imports, ...(isType ? (room.types ?? []) : [])].some((allowed) => target.startsWith(`src/${allowed}/`))
}

const folderOf = (path: string): string | undefined => (path.split('/').length > 3 ? path.split('/')[2] : undefined)

const nameFor = (room: Room, path: string): string => (room.apart && folderOf(path) ? `${room.name}/${folderOf(path)}` : room.name)
