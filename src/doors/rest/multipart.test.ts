import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sentFiles } from './multipart.ts'

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function read(body: AsyncIterable<Uint8Array>, type: string): Promise<{ name: string; content: Buffer }[]> {
  const files: { name: string; content: Buffer }[] = []
  for await (const { name, bytes } of sentFiles(body, type)) files.push({ name, content: Buffer.concat(await Array.fromAsync(bytes)) })
  return files
}

/** The body as the platform itself writes a form. */
async function written(form: FormData): Promise<{ bytes: Uint8Array; type: string }> {
  const request = new Request('http://localhost/', { method: 'POST', body: form })
  return { bytes: new Uint8Array(await request.arrayBuffer()), type: request.headers.get('content-type') ?? '' }
}

test('files come out as they went in, however the network cuts them', async () => {
  const content = fc.oneof(fc.uint8Array({ maxLength: 400 }), fc.constant(new TextEncoder().encode('\r\n--\r\n------formdata-undici-0\r\n\r\n')))
  await fc.assert(
    fc.asyncProperty(fc.array(content, { maxLength: 4 }), fc.integer({ min: 1, max: 90 }), async (contents, size) => {
      const form = new FormData()
      form.append('note', 'no file')
      for (const [index, bytes] of contents.entries()) form.append('files', new File([bytes.slice()], `müller ${index}.csv`))
      const { bytes, type } = await written(form)
      expect(await read(inPieces(bytes, size), type)).toEqual(contents.map((one, index) => ({ name: `müller ${index}.csv`, content: Buffer.from(one) })))
    }),
    { numRuns: 80 },
  )
})

test('a body that is cut off, or is no form, is told', async () => {
  const form = new FormData()
  form.append('files', new File(['a,b\n1,2\n'], 'a.csv'))
  const { bytes, type } = await written(form)
  await expect(read(inPieces(bytes.subarray(0, bytes.length - 9), 50), type)).rejects.toMatchObject({ details: { code: 'cut-off' } })
  await expect(read(inPieces(bytes, 50), 'text/csv')).rejects.toMatchObject({ details: { code: 'wrong-media' } })
})

test('a file that nobody reads is passed over', async () => {
  const form = new FormData()
  for (const name of ['a.csv', 'b.csv']) form.append('files', new File([name.repeat(100)], name))
  const { bytes, type } = await written(form)
  const names: string[] = []
  for await (const { name } of sentFiles(inPieces(bytes, 64), type)) names.push(name)
  expect(names).toEqual(['a.csv', 'b.csv'])
})

test('a form with more than a form has beside its files is stopped', async () => {
  async function* endless(piece: string): AsyncGenerator<Uint8Array> {
    yield Buffer.from('--b\r\ncontent-disposition: form-data; name="note"\r\n\r\n')
    for (;;) yield Buffer.from(piece)
  }
  const type = 'multipart/form-data; boundary=b'
  await expect(read(endless('x'.repeat(4_096)), type)).rejects.toMatchObject({ details: { code: 'too-large' } })
  await expect(read(endless('\r\n--b\r\ncontent-disposition: form-data; name="note"\r\n\r\n'), type)).rejects.toMatchObject({
    details: { code: 'too-large' },
  })
})
