import { createReadStream } from 'node:fs'
import type { Sniffed } from './sniffEncoding.ts'

/** Decodes a file piece by piece, in bounded memory. Bytes that the encoding does not know become U+FFFD, which the reader of rows reports. */
export async function* readText(path: string, { encoding, mark }: Sniffed): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { ignoreBOM: true })
  for await (const chunk of createReadStream(path, { start: mark, highWaterMark: 256 * 1024 })) {
    const text = decoder.decode(chunk, { stream: true })
    if (text !== '') yield text
  }
  const rest = decoder.decode()
  if (rest !== '') yield rest
}

/** Lines of a text file with their number from 1; a line longer than `most` characters is cut there and marked. */
export async function* readLines(path: string, sniffed: Sniffed, most: number): AsyncGenerator<{ line: number; text: string; cut: boolean }> {
  let rest = ''
  let cut = false
  let line = 0
  for await (const chunk of readText(path, sniffed)) {
    const lines = (rest + chunk).split(/\r\n|\n/)
    rest = lines.pop() ?? ''
    for (const text of lines) {
      yield { line: ++line, text, cut }
      cut = false
    }
    if (rest.length > most) {
      rest = rest.slice(0, 100)
      cut = true
    }
  }
  if (rest !== '') yield { line: ++line, text: rest, cut }
}
