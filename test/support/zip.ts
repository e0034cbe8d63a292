import { crc32, deflateRawSync } from 'node:zlib'

export interface ZipPart {
  readonly name: string
  readonly content: Buffer
  /** The size that it says it unpacks to. */
  readonly declared?: number
  readonly isStored?: boolean
  /** It stands in the archive and not in the directory. */
  readonly isUnlisted?: boolean
  /** The directory says that it is stored, though it is packed. */
  readonly isListedAsStored?: boolean
  /** It is not written: the directory lists what stands at this byte already. */
  readonly at?: number
}

/** A zip archive by hand, so that its directory can lie. */
export function zip(parts: readonly ZipPart[]): Buffer {
  const files: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const part of parts) {
    const place = Buffer.alloc(4)
    place.writeUInt32LE(part.at ?? offset, 0)
    const head = Buffer.from([0x50, 0x4b, 1, 2, 20, 0, 20, 0, 0, 0, part.isListedAsStored ? 0 : methodOf(part), 0, 0, 0, 0, 0])
    if (!part.isUnlisted) directory.push(Buffer.concat([head, sizesOf(part), Buffer.alloc(10), place, Buffer.from(part.name)]))
    const written = part.at === undefined ? zipPart(part) : Buffer.alloc(0)
    files.push(written)
    offset += written.length
  }
  const list = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(directory.length, 8)
  end.writeUInt16LE(directory.length, 10)
  end.writeUInt32LE(list.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...files, list, end])
}

/** One part with what stands before it. */
export const zipPart = (part: ZipPart): Buffer =>
  Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4, 20, 0, 0, 0, methodOf(part), 0, 0, 0, 0, 0]), sizesOf(part), Buffer.from(part.name), packedOf(part)])

const methodOf = ({ isStored }: ZipPart): number => (isStored ? 0 : 8)
const packedOf = ({ content, isStored }: ZipPart): Buffer => (isStored ? content : deflateRawSync(content))

/** Checksum, both sizes, and the lengths of its name and of what is extra. */
function sizesOf(part: ZipPart): Buffer {
  const { name, content, declared = content.length } = part
  const sizes = Buffer.alloc(16)
  sizes.writeUInt32LE(crc32(content), 0)
  sizes.writeUInt32LE(packedOf(part).length, 4)
  sizes.writeUInt32LE(declared, 8)
  sizes.writeUInt16LE(Buffer.byteLength(name), 12)
  return sizes
}
