import { Problem } from '#kernel'

/** A file of an upload; its bytes come as they arrive, and are read before the next file is asked for. */
export interface SentFile {
  readonly name: string
  readonly bytes: AsyncIterable<Uint8Array>
}

/** Fields that are no files, and what they may hold together. */
const [mostFields, mostPassedOver] = [1_000, 1024 * 1024]

/**
 * The files of a multipart/form-data body (RFC 7578) one after the other, as a stream: memory stays the same whatever their size. Fields without
 * a file name are passed over. Throws a Problem when the body is none, ends before its last boundary, or holds more of such fields than a form has.
 */
export async function* sentFiles(body: AsyncIterable<Uint8Array> | null, contentType: string): AsyncGenerator<SentFile> {
  const boundary = /multipart\/form-data;.*boundary=(?:"([^"]{1,70})"|([^\s;]{1,70}))/i.exec(contentType)
  const name = boundary?.[1] ?? boundary?.[2]
  if (name === undefined || body === null) throw new Problem('invalid', 'Send the files as multipart/form-data.', '', { code: 'wrong-media' })
  const line = Buffer.from(`\r\n--${name}`)
  const parts = scanner(body)
  let [fields, passed] = [0, 0]
  const passOver = async (bytes: AsyncIterable<Uint8Array>): Promise<void> => {
    if ((fields += 1) > mostFields) throw tooMuch()
    for await (const piece of bytes) if ((passed += piece.length) > mostPassedOver) throw tooMuch()
  }
  await passOver(parts.until(line)) // whatever stands before the first boundary
  while ((await parts.take(2)).toString('latin1') !== '--') {
    const file = fileNameIn((await parts.head()).toString('utf8'))
    const bytes = parts.until(line)
    if (file === null) await passOver(bytes)
    else yield { name: file, bytes }
    for await (const _ of bytes) void _ // what nobody read
  }
}

const tooMuch = (): Problem => new Problem('invalid', 'The form holds too much that is no file.', 'Send files alone.', { code: 'too-large' })

function scanner(body: AsyncIterable<Uint8Array>) {
  const source = body[Symbol.asyncIterator]()
  let held: Buffer = Buffer.from('\r\n') // the first boundary has no line before it
  const fill = async (): Promise<void> => {
    const { value, done } = await source.next()
    if (done) throw new Problem('invalid', 'The upload was cut off.', 'Send the files again.', { code: 'cut-off' })
    held = held.length === 0 ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : Buffer.concat([held, value])
  }
  const take = async (size: number): Promise<Buffer> => {
    while (held.length < size) await fill()
    const taken = held.subarray(0, size)
    held = held.subarray(size)
    return taken
  }
  return {
    take,
    /** The lines before an empty line, which they may not reach in more than 16 kB. */
    async head(): Promise<Buffer> {
      for (;;) {
        const end = held.indexOf('\r\n\r\n')
        if (end >= 0) return (await take(end + 4)).subarray(0, end)
        if (held.length > 16_384) throw new Problem('invalid', 'The heading of a part is too long.')
        await fill()
      }
    },
    /** Everything before the next boundary; the boundary is passed. */
    async *until(line: Buffer): AsyncGenerator<Buffer> {
      for (;;) {
        const end = held.indexOf(line)
        const safe = end >= 0 ? end : Math.max(0, held.length - line.length + 1)
        if (safe > 0) yield await take(safe)
        if (end >= 0) return void (await take(line.length))
        await fill()
      }
    },
  }
}

/** Browsers write quotes within a file's name as %22 (HTML, multipart/form-data encoding). */
function fileNameIn(head: string): string | null {
  const name = /content-disposition:[^\r\n]*;\s*filename="([^"\r\n]*)"/i.exec(head)?.[1]
  return name === undefined ? null : name.replaceAll('%22', '"').replaceAll('%0D', '').replaceAll('%0A', '')
}
